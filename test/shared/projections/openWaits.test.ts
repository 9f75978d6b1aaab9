import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RunWait } from '../../../shared/api/runs.ts'
import type { Command } from '../../../shared/engine/command.ts'
import type { WaitFor } from '../../../shared/graph/nodes/action.ts'
import { openWaits } from '../../../shared/projections/openWaits.ts'
import { anyProgram } from '../../support/arbitraries/anyProgram.ts'
import { driveToEnd, startDrive, type Turn } from '../../support/drive.ts'
import { accept, after, run, type Situation, settle, startAt } from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const waitsOf = ({ program, state }: Situation) => openWaits(program, state)

function waiting(what: WaitFor) {
  const wait = anAction({ call: { uses: 'wait', for: what }, reversibility: 'pure' })
  const strategy = stepsInAnyOrder(aStep('pay', { action: 'wait' }), aStep('other'))
  return aProgram({ actions: { wait, act: anAction() }, strategy })
}

describe('what a run waits for', () => {
  it('is the event that a step waits for, until it has come', () => {
    const program = waiting({ type: 'event', event: 'paid', timeoutSeconds: 60 })
    const until = startAt + 60_000
    expect(waitsOf(after(program, accept()))).toEqual([{ for: 'event', step: 'pay', event: 'paid', until }])
    const paid: Command = { type: 'signal', at: startAt + 1, id: '1', name: 'paid', data: null, by: 'shop' }
    expect(waitsOf(after(program, accept(), paid))).toEqual([])
  })

  it('is the time that a step waits for, also where an expression says it', () => {
    const program = waiting({ type: 'duration', seconds: 'input.minutes * 60' })
    const wait = { for: 'time', step: 'pay', until: startAt + 120_000 }
    expect(waitsOf(after(program, accept({ minutes: 2 }), settle('other')))).toEqual([wait])
  })

  it('is the person who is asked', () => {
    const ask = {
      title: 'Pay?',
      approvers: ['approver' as const],
      need: 1,
      deadlineSeconds: 60,
      show: null,
      routes: { granted: null, denied: null, expired: null },
    }
    const program = aProgram({
      approvals: { ask },
      actions: { act: anAction({ approval: 'ask' }) },
      strategy: stepsInAnyOrder(aStep('pay')),
    })
    const [wait, ...more] = waitsOf(after(program, accept()))
    expect(wait).toMatchObject({ for: 'approval', approval: `${run}.1`, until: startAt + 60_000 })
    expect(more).toEqual([])
  })

  it('is nothing for one that was cancelled or has ended', () => {
    const program = waiting({ type: 'event', event: 'paid', timeoutSeconds: 60 })
    const cancel: Command = {
      type: 'cancel',
      at: startAt + 1,
      by: 'ada',
      reason: 'Enough',
      compensate: true,
    }
    expect(waitsOf(after(program, accept(), settle('other'), cancel))).toEqual([])
  })

  const onlyWaits = ({ state, owed }: Turn) =>
    state.status === 'active' &&
    state.phase.at !== 'queued' &&
    !state.paused &&
    !state.cancel &&
    owed.every(({ kind }) => kind === 'timer')

  it('is something whenever nothing else is left to do, for any program', () => {
    fc.assert(
      fc.property(anyProgram, fc.nat(), (program, seed) => {
        const { turns } = driveToEnd(startDrive(program), { seed, granting: 0.5 })
        for (const turn of turns.filter(onlyWaits)) {
          const waits = openWaits(program, turn.state)
          expect(waits).not.toEqual([])
          expect(RunWait.array().parse(waits)).toEqual(waits)
        }
      }),
    )
  })
})
