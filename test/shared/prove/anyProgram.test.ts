import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prove } from '../../../shared/prove/prove.ts'
import { anyProgram } from '../../support/arbitraries/anyProgram.ts'
import '../../support/fastCheck.ts'
import { wholeOf } from '../../support/wholeOf.ts'

// Large ones are not looked at in whole: what is held holds of any part.
const mostStates = 400

describe('any program', () => {
  it('is gone through without a fault, and never waits for what can’t come', () => {
    fc.assert(
      fc.property(anyProgram, (program) => {
        const { violations, explored } = prove(program, { maxStates: mostStates })
        expect(explored.states).toBeGreaterThan(0)
        expect(violations.filter(({ property }) => property === 'stuck')).toEqual([])
      }),
    )
  })

  // Where states were taken for one that are not, a run would turn in a circle.
  it('leads to an end from each of its states', () => {
    fc.assert(
      fc.property(anyProgram, (program) => {
        const { states, leading, isWhole } = wholeOf(program, mostStates)
        fc.pre(isWhole)
        expect(leading).toBe(states)
      }),
    )
  })
})
