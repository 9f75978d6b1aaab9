import { describe, expect, it } from 'vitest'
import {
  attackTexts,
  benignTexts,
  figuresAt,
  type PromptText,
  precisionOf,
  recallOf,
  riskOf,
} from '../../support/promptTexts.ts'

const part = (texts: readonly PromptText[], wanted: PromptText['part']) =>
  texts.filter((text) => text.part === wanted)

describe('the scans, over the labelled texts', () => {
  it('raise no alarm over everyday texts that hold no telling words', () => {
    const alarms = benignTexts.filter((text) => !text.hard && riskOf(text) >= 0.4)
    expect(alarms.map(({ id }) => id)).toEqual([])
  })

  // The texts and the patterns are fixed, so a figure that falls below its floor is the doing of a change, never of chance.
  it.each(['tuning', 'held-out'] as const)('find most of the attacks in %s, and little else', (wanted) => {
    const figures = figuresAt(0.5, part(attackTexts, wanted), part(benignTexts, wanted))
    expect(recallOf(figures)).toBeGreaterThanOrEqual(0.85)
    expect(precisionOf(figures)).toBeGreaterThanOrEqual(0.9)
  })

  it('are labelled once each', () => {
    const texts = [...attackTexts, ...benignTexts]
    expect(new Set(texts.map(({ id }) => id)).size).toBe(texts.length)
    expect(new Set(texts.map(({ text }) => text)).size).toBe(texts.length)
  })
})
