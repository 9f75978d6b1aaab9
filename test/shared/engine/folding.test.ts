import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import { RunEvent } from '../../../shared/engine/event.ts'
import { evolve } from '../../../shared/engine/evolve.ts'
import { replay, stateAt } from '../../../shared/engine/replay.ts'
import { initialState } from '../../../shared/engine/state.ts'
import type { Json } from '../../../shared/json.ts'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { driveToEnd, startDrive } from '../../support/drive.ts'
import '../../support/fastCheck.ts'
import { aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const world = fc.record({ seed: fc.integer(), granting: fc.constantFrom(0, 0.5, 1) })

describe('folding the log of a random run', () => {
  it('gives the live state at every turn, to the order of its keys, also from the log as it is stored', () => {
    fc.assert(
      fc.property(arbitraryProgram(), world, (program, of) => {
        const drive = driveToEnd(startDrive(program), of)
        const log = JSON.parse(canonicalJson(drive.log as unknown as Json)) as RunEvent[]
        let end = 0
        for (const turn of drive.turns) {
          end += turn.events.length
          expect(stateAt(log, end)).toEqual(turn.state)
        }
        expect(JSON.stringify(replay(log))).toBe(JSON.stringify(drive.state))
      }),
    )
  })

  it('writes an object into a text as the log will have it, so that a plan is the same before and after a restart', () => {
    const strategy = stepsInAnyOrder(aStep('a', { args: { text: 'It is {{ input }}.' } }))
    const { state } = startDrive(aProgram({ strategy }), { b: 1, a: { d: [], c: true } })
    const plan = state.status === 'active' ? state.iteration?.plan : null
    expect(plan?.steps[0]?.args).toEqual({ text: 'It is {"a":{"c":true,"d":[]},"b":1}.' })
  })

  it('gives the same state from a snapshot at any event', () => {
    fc.assert(
      fc.property(arbitraryProgram(), world, fc.nat(), (program, of, place) => {
        const { log, state } = driveToEnd(startDrive(program), of)
        const seq = place % (log.length + 1)
        const snapshot: typeof state = JSON.parse(JSON.stringify(stateAt(log, seq)))
        expect(replay(log.slice(seq), snapshot)).toEqual(state)
      }),
    )
  })

  it('meets only events that fit their schemas, in a chain that verifies', () => {
    fc.assert(
      fc.property(arbitraryProgram(), world, (program, of) => {
        const { log } = driveToEnd(startDrive(program), of)
        for (const event of log) expect(RunEvent.safeParse(event).error).toBeUndefined()
        expect(verifyChain(log)).toMatchObject({ ok: true })
      }),
    )
  })

  it('takes the events of one run in any order, and of another run, without throwing', () => {
    fc.assert(
      fc.property(arbitraryProgram(), world, fc.array(fc.nat(), { maxLength: 60 }), (program, of, order) => {
        const { log } = driveToEnd(startDrive(program), of)
        let state = initialState
        for (const place of order) {
          const event = log[place % Math.max(1, log.length)]
          if (event) state = evolve(state, event)
        }
        expect(() => JSON.stringify(state)).not.toThrow()
      }),
    )
  })
})
