import { describe, expect, it } from 'vitest'
import { commands } from '../../../web/editor/commands/commands.ts'
import { promptScore } from '../../../web/editor/prompts/promptScore.ts'

/** The titles of all commands, best first, as the palette lists them for what was typed. */
const listed = (typed: string) =>
  commands
    .map(({ id, title }) => ({ title, score: promptScore(id, typed, [title, '', '']) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ title }) => title)

describe('the command palette', () => {
  it.each([
    ['pub', 'Publish…'],
    ['undo', 'Undo'],
    ['versions', 'Show the versions'],
    ['spread the rules', 'Spread the rules over the canvas'],
  ])('offers first for “%s” what is called so', (typed, title) => {
    expect(listed(typed)[0]).toBe(title)
  })

  it('finds what is typed with letters left out', () => {
    expect(listed('rpl run loop')).toContain('Replace the run of a loop by its nodes')
  })

  it('offers nothing for what is in no command', () => {
    expect(listed('xyzzyx')).toEqual([])
  })
})
