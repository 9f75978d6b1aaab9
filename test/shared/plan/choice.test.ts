import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChoiceOption, ChoiceStrategy } from '../../../shared/graph/nodes/planner.ts'
import { drawChoice } from '../../../shared/plan/choice.ts'
import '../../support/fastCheck.ts'

const option = (id: string, weight: number, over: Partial<ChoiceOption> = {}): ChoiceOption => ({
  id,
  weight,
  steps: [{ id: 'one', action: id }],
  ...over,
})
const choice = (...options: ChoiceOption[]): ChoiceStrategy => ({ type: 'choice', options })
const drawn = (strategy: ChoiceStrategy, seed: number, scope = {}) => {
  const chosen = drawChoice(strategy, scope, seed)
  return chosen.ok ? chosen.rules[0] : undefined
}

describe('a draw', () => {
  it('gives the same option for the same seed', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seed) => {
        const strategy = choice(option('a', 1), option('b', 2), option('c', 3))
        expect(drawChoice(strategy, {}, seed)).toEqual(drawChoice(strategy, {}, seed))
      }),
    ))

  it('never takes an option without weight, nor one whose condition is false', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff_ffff }),
        fc.array(fc.record({ weight: fc.constantFrom(0, 0.1, 5), n: fc.integer({ min: 0, max: 2 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        (seed, parts) => {
          const options = parts.map(({ weight, n }, place) =>
            option(`o${place}`, weight, { when: `input.n == ${n}` }),
          )
          const possible = parts.flatMap(({ weight, n }, place) =>
            weight > 0 && n === 1 ? [`o${place}`] : [],
          )
          const id = drawn(choice(...options), seed, { input: { n: 1 } })
          return possible.length === 0 ? id === undefined : possible.includes(id ?? '')
        },
      ),
    ))

  it('takes each option as often as its weight says', () => {
    const strategy = choice(option('a', 1), option('b', 3), option('none', 0), option('c', 6))
    const counts = new Map<string | undefined, number>()
    for (let seed = 0; seed < 20_000; seed += 1) {
      const id = drawn(strategy, Math.imul(seed, 2_654_435_761) >>> 0)
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    // Chi-squared with two degrees of freedom: 13.8 is passed by chance once in a thousand; the seeds are fixed.
    const expected = { a: 2000, b: 6000, c: 12_000 }
    const chi = Object.entries(expected).reduce(
      (sum, [id, n]) => sum + ((counts.get(id) ?? 0) - n) ** 2 / n,
      0,
    )
    expect(chi).toBeLessThan(13.8)
    expect(new Set(counts.keys())).toEqual(new Set(['a', 'b', 'c']))
  })

  it('says which option, its chance, and why', () =>
    expect(drawChoice(choice(option('a', 2, { why: 'Most often.' })), {}, 7)).toEqual({
      ok: true,
      steps: [{ id: 'one', action: 'a' }],
      rules: ['a'],
      rationale: ['“a” was drawn; its chance was 100 %.', 'Most often.'],
    }))

  it('is not made when a condition can’t be evaluated, or leaves nothing', () => {
    expect(
      drawChoice(choice(option('a', 1), option('b', 1, { when: 'input.gone' })), { input: {} }, 1),
    ).toEqual({
      ok: false,
      reasons: ['Option “b”: There is no input.gone; test for it with has(input.gone)'],
    })
    expect(drawChoice(choice(option('a', 0)), {}, 1)).toEqual({
      ok: false,
      reasons: ['No option with a weight above 0 can be drawn.'],
    })
  })
})
