import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import { replay } from '../../../shared/engine/replay.ts'
import type { Respond, RespondProbe } from '../../../shared/sim/respond.ts'
import { simulate } from '../../../shared/sim/simulate.ts'
import type { SimulationOptions } from '../../../shared/sim/simulation.ts'
import { withFaults } from '../../../shared/sim/withFaults.ts'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import '../../support/fastCheck.ts'

const rate = fc.constantFrom(0, 0, 0.2, 0.5)
const options: fc.Arbitrary<SimulationOptions> = fc
  .record({
    program: arbitraryProgram(),
    seed: fc.integer(),
    faults: fc.record({ refused: rate, failed: rate, lost: rate, late: rate, duplicated: rate }),
    signals: fc.array(
      fc.record({
        afterMs: fc.nat({ max: 40_000 }),
        name: fc.constantFrom('go', 'other'),
        data: fc.nat({ max: 5 }),
        id: fc.constantFrom('a', 'b', 'c'),
      }),
      { maxLength: 6 },
    ),
    crashes: fc.array(fc.nat({ max: 20_000 }), { maxLength: 4 }),
    isReachable: fc.boolean(),
  })
  .map(({ program, seed, faults, signals, crashes, isReachable }) => ({
    program,
    seed,
    signals,
    crashes,
    input: { n: 5 },
    startAt: 1_700_000_000_000,
    trace: 'c'.repeat(32),
    respond: withFaults(anyOrder, faults),
    probe: withFaults(anyProbe, faults),
    reach: () => ({ reachable: isReachable, message: '', afterMs: 10 }),
  }))

/** Answers come in any order, since each takes its own time. */
const anyOrder: Respond = ({ id }, { random }) => ({
  result: { ok: true, output: { id }, costUsd: 0.05 },
  afterMs: Math.floor(random() * 3000),
})

const anyProbe: RespondProbe = ({ id }, { random }) => ({
  result: { ok: true, output: random() < 0.5 ? { id } : {} },
  afterMs: Math.floor(random() * 500),
})

describe('a simulated run in a world that goes wrong', () => {
  it('ends, with a log that verifies and folds to its state, and owes nothing but what cannot come', () => {
    fc.assert(
      fc.property(options, (of) => {
        const { events, state } = simulate(of)
        expect(state.status).toBe('ended')
        expect(verifyChain(events)).toMatchObject({ ok: true })
        expect(replay(events)).toEqual(state)
        expect(state).toMatchObject({ children: [], leases: [] })
      }),
    )
  })

  it('is the same to the byte for the same options', () => {
    fc.assert(
      fc.property(options, (of) => {
        expect(JSON.stringify(simulate(of))).toBe(JSON.stringify(simulate(of)))
      }),
    )
  })
})
