import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../shared/expr/evaluate.ts'
import type { Json } from '../../../shared/json.ts'
import '../../support/fastCheck.ts'
import { Domains } from '../../../shared/prove/domains.ts'

const literal = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom('a', 'b', 'c'), fc.constant(null))
// An order of texts is taken both ways, whatever the texts are.
const condition = fc
  .oneof(
    fc.tuple(fc.constantFrom('==', '!='), literal),
    fc.tuple(fc.constantFrom('<', '<=', '>', '>='), fc.integer({ min: -5, max: 5 })),
  )
  .map(([sign, value]) => `input.x ${sign} ${JSON.stringify(value)}`)
const value = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.constantFrom('a', 'b', 'c', 'd'),
  fc.constant(null),
)

const of = (sources: readonly string[]) => {
  const domains = new Domains(() => null)
  for (const source of sources) domains.read(source)
  return domains.settle()
}

describe('the values that stand for all others', () => {
  it('tell apart whatever the conditions tell apart', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 5 }), value, (sources, x) => {
        const values = of(sources).valuesOf('input.x')
        const results = (it: Json) =>
          JSON.stringify(
            sources.map((source) => {
              const result = evaluate(source, { input: { x: it } })
              return result.ok ? result.value : 'error'
            }),
          )
        // Values of a kind that nothing is compared with fall under those that are none of the literals.
        const kinds = new Set(values.map((each) => typeof each))
        fc.pre(kinds.has(typeof x))
        expect(values.map(results)).toContain(results(x))
      }),
    )
  })

  it('leave out what the schema, or a check that refuses the input, rules out', () => {
    const domains = new Domains(() => ({ type: 'integer', maximum: 10 }))
    domains.read('input.x > 3 || input.x > 20')
    domains.assume('input.x >= 0')
    expect(domains.settle().valuesOf('input.x')).toEqual([0, 1, 3, 6, 10])
  })

  it('stand for each value that a schema lists', () => {
    const domains = new Domains(() => ({ enum: ['a', 'b'] }))
    domains.read('input.x == "a"')
    expect(domains.settle().valuesOf('input.x')).toEqual(['a', 'b'])
  })
})
