import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeDrift } from '../../../../shared/verify/drift/judgeDrift.ts'
import { sampleDrift } from '../../../../shared/verify/drift/sampleDrift.ts'

const field = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  as: fc.constantFrom('number', 'category', 'text'),
  test: fc.constantFrom('psi', 'ks', 'chi-square', undefined),
})
const question = fc.record({
  baseline: fc.constant('usual'),
  fields: fc.uniqueArray(field, { minLength: 1, selector: ({ name }) => name }),
  minSamples: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
})

describe('the made-up answers that a drift check is tried with', () => {
  it('are what they say, whatever the check compares', () =>
    fc.assert(
      fc.property(question, (asked) => {
        expect(judgeDrift(asked, sampleDrift(asked, 'usual')).result).toBe('pass')
        expect(judgeDrift(asked, sampleDrift(asked, 'drifted')).result).toBe('fail')
      }),
    ))
})
