import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlanStep } from '../../../shared/engine/plan.ts'
import { findCycle } from '../../../shared/plan/dependencies.ts'
import { atLeast } from '../../support/fastCheck.ts'

const ids = ['a', 'b', 'c', 'd', 'e']

/** Few steps that wait for few others; some stand in for another, each of which has one stand-in at most. */
const steps = fc
  .tuple(
    fc.array(fc.subarray(ids, { maxLength: 2 }), { minLength: 1, maxLength: ids.length }),
    fc.option(fc.tuple(fc.nat(4), fc.nat(4)), { nil: null }),
  )
  .map(([waits, fallback]) => {
    const known = ids.slice(0, waits.length)
    const [by, of] = (fallback ?? []).map((place) => known[place])
    return waits.map((after, place) => {
      const id = known[place] ?? ''
      const insteadOf = id === by && of !== by ? (of ?? null) : null
      const named = after.filter((each) => known.includes(each) && each !== id)
      return { id, insteadOf, after: insteadOf === null ? named : [...new Set([...named, insteadOf])] }
    })
  }) as unknown as fc.Arbitrary<PlanStep[]>

/** Whether a step comes to itself, told by following every way. */
function isCircular(all: readonly PlanStep[]): boolean {
  const next = (id: string): string[] => {
    const step = all.find((each) => each.id === id)
    return (step?.after ?? []).flatMap((other) => {
      const instead = all.filter((each) => each.insteadOf === other && step?.insteadOf !== other)
      return [other, ...instead.map((each) => each.id)]
    })
  }
  const comesTo = (from: string, to: string, seen: readonly string[]): boolean =>
    next(from).some((id) => id === to || (!seen.includes(id) && comesTo(id, to, [...seen, id])))
  return all.some(({ id }) => comesTo(id, id, []))
}

describe('steps that wait for each other in a circle', () => {
  it('are found when there are some, and none are when there are not', () => {
    const seen = { circular: 0, sound: 0 }
    fc.assert(
      fc.property(steps, (all) => {
        const cycle = findCycle(all)
        expect(cycle !== null).toBe(isCircular(all))
        seen[cycle ? 'circular' : 'sound'] += all.some(({ after }) => after.length > 0) ? 1 : 0
      }),
      atLeast(500),
    )
    expect(Math.min(seen.circular, seen.sound)).toBeGreaterThan(20)
  })

  it('are named', () => {
    const step = (id: string, ...after: string[]) => ({ id, after, insteadOf: null }) as unknown as PlanStep
    expect(findCycle([step('a'), step('b', 'a', 'c'), step('c', 'b')])?.toSorted()).toEqual(['b', 'c'])
    expect(findCycle([step('a'), step('b')])).toBeNull()
  })
})
