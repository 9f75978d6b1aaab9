import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChangeControl, controlOf, isLowered } from '../../../shared/api/changeControl.ts'

const loops = ['refund', 'payout', 'triage', 'any other']
const asked = { publish: fc.boolean(), rollout: fc.boolean() }
const control: fc.Arbitrary<ChangeControl> = fc.record({
  ...asked,
  expiresAfterHours: fc.integer({ min: 1, max: 720 }),
  loops: fc.uniqueArray(fc.record({ loop: fc.constantFrom('refund', 'payout', 'triage'), ...asked }), {
    selector: ({ loop }) => loop,
  }),
})

/** What takes two, written out for every loop that there may be. */
const takesTwo = (of: ChangeControl) =>
  new Set(
    loops.flatMap((loop) => {
      const { publish, rollout } = controlOf(of, loop)
      return [...(publish ? [`publish ${loop}`] : []), ...(rollout ? [`rollout ${loop}`] : [])]
    }),
  )

describe('asking for a second person less', () => {
  it('is a change by which one alone may do, in some loop, what took two', () => {
    fc.assert(
      fc.property(control, control, (from, to) => {
        const after = takesTwo(to)
        expect(isLowered(from, to)).toBe([...takesTwo(from)].some((each) => !after.has(each)))
      }),
    )
  })

  it('can’t be done in steps that each ask for no less', () => {
    fc.assert(
      fc.property(fc.array(control, { minLength: 2 }), (steps) => {
        const [first, ...rest] = steps
        if (!first) return
        const last = rest.reduce((held, next) => (isLowered(held, next) ? held : next), first)
        expect(isLowered(first, last)).toBe(false)
      }),
    )
  })
})
