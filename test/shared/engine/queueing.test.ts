import { describe, expect, it } from 'vitest'
import type { Command } from '../../../shared/engine/command.ts'
import { accept, after, given, owed, perform, startAt, success } from '../../support/given.ts'
import { aProgram } from '../../support/programs.ts'

const queued: Command = { ...accept(), queued: true } as Command
const admit: Command = { type: 'admit', at: startAt + 1000 }

describe('a queued run', () => {
  it('waits until it is admitted, and goes on as any other', () => {
    const situation = after(aProgram(), queued)
    expect(situation.events).toHaveLength(1)
    expect(owed(situation).map(({ kind }) => kind)).toEqual(['timer'])
    const admitted = perform(situation, admit)
    expect(admitted.events.slice(1, 3).map(({ type }) => type)).toEqual(['run.admitted', 'input.checked'])
    given(admitted).when(admit).rejects('not-queued')
  })

  it('is not what a run is that was not queued', () => {
    given(after(aProgram(), accept())).when(admit).rejects('not-queued')
    given({ ...after(aProgram()), program: aProgram() })
      .when(admit)
      .rejects('not-accepted')
  })

  it('spends its time in the queue, too', () => {
    given(after(aProgram(), queued))
      .when({ type: 'tick', at: startAt + 3_600_000 })
      .emits({ type: 'run.ended', data: { outcome: 'bailed', reason: 'duration' } })
  })

  it.for([true, false])('can be cancelled, with compensation %s', (compensate) => {
    const ended = given(after(aProgram(), queued))
      .when({ type: 'cancel', at: startAt + 1, by: 'me', reason: '', compensate })
      .emits('run.cancelled', { type: 'run.ended', data: { outcome: 'cancelled' } })
    given(ended).when(admit).rejects('already-ended')
  })

  it('stays where it is on anything else', () => {
    const situation = after(aProgram(), queued)
    given(situation)
      .when({ type: 'tick', at: startAt + 1 })
      .emits()
    given(situation)
      .when({ type: 'recover', at: startAt + 1 })
      .emits()
    given(situation)
      .when({
        type: 'settle-step',
        at: startAt + 1,
        effect: 'x',
        iteration: 1,
        step: 'first',
        attempt: 1,
        result: success(),
      })
      .rejects('unknown-effect')
  })
})
