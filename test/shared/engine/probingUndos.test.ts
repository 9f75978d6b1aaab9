import { describe, expect, it } from 'vitest'
import type { ProgramAction } from '../../../shared/compile/program.ts'
import type { Command, EffectResult } from '../../../shared/engine/command.ts'
import {
  accept,
  after,
  eventsOf,
  failure,
  given,
  owed,
  run,
  settle,
  settleUndo,
  startAt,
  success,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, aVerifier } from '../../support/programs.ts'

const retry = { maxAttempts: 2, initialSeconds: 1, factor: 2, maxSeconds: 60, jitter: 'none' as const }
const probe: ProgramAction['probe'] = {
  call: { uses: 'http', host: 'sandbox', method: 'GET', path: '/things' },
  happened: 'output.gone && args.of.n == 1',
  gives: { id: '{{ output.id }}' },
}
const failing = { id: 'no', type: 'rule' as const, expr: 'false', onFail: 'rollback' as const }

function program(over: Partial<ProgramAction> = {}) {
  return aProgram({
    actions: {
      act: anAction({ reversibility: 'compensable', undo: { action: 'undo', args: { of: '{{ args }}' } } }),
      undo: anAction({ reversibility: 'pure', idempotency: 'none', retry, probe, ...over }),
    },
    strategy: { type: 'sequence', steps: [aStep('first', { args: { n: 1 } })] },
    verifiers: { verify: aVerifier({ checks: [failing] }) },
  })
}

const timedOut = { class: 'timeout' as const, message: 'No answer', retryable: true, mayHaveHappened: true }
const lost = failure(timedOut)
const undo = `${run}/1/first/undo`

const settleProbe = (result: EffectResult, attempt = 1, at = startAt + 3000): Command => ({
  type: 'settle-probe',
  at,
  effect: `${undo}/probe`,
  attempt,
  result,
})

const undoing = (over: Partial<ProgramAction> = {}) =>
  after(program(over), accept(), settle('first', success({ id: 7 })))
const unknown = (over: Partial<ProgramAction> = {}) =>
  given(undoing(over))
    .when(settleUndo('first', lost))
    .emits({
      type: 'step.probed',
      data: { undo: true, iteration: 1, step: 'first', result: 'unknown', retryAt: startAt + 2000 },
    })

describe('an undo whose result is unknown and whose action has a probe', () => {
  it('is looked into before it is given up', () => {
    expect(owed(unknown()).filter(({ kind }) => kind !== 'timer')).toMatchObject([
      { kind: 'probe', id: `${undo}/probe`, about: undo, step: 'first', action: 'undo', attempt: 1 },
    ])
  })

  it('succeeded if it happened, with what the probe gives', () => {
    const ended = given(unknown())
      .when(settleProbe(success({ gone: true, id: 'x' })))
      .emits(
        { type: 'step.probed', data: { undo: true, result: 'happened' } },
        { type: 'compensation.succeeded', data: { output: { id: 'x' } } },
        'run.ended',
      )
    expect(ended.state).toMatchObject({ outcome: 'rolled-back', notUndone: [] })
  })

  it('has failed if what the probe gives is not what it has to bring', () => {
    const strict = unknown({ output: { type: 'object', required: ['receipt'] } })
    given(strict)
      .when(settleProbe(success({ gone: true, id: 'x' })))
      .emits('step.probed', { type: 'compensation.failed', data: { final: true } }, 'run.ended')
  })

  it('is tried again if it did not happen, and looked into anew under another number', () => {
    const again = given(unknown())
      .when(settleProbe(success({ gone: false })))
      .emits(
        { type: 'step.probed', data: { undo: true, result: 'not-happened' } },
        { type: 'compensation.failed', data: { final: false } },
        { type: 'compensation.started', data: { attempt: 2 } },
      )
    const second = given(again)
      .when(settleUndo('first', lost, { attempt: 2, at: startAt + 5000 }))
      .emits('step.probed')
    given(second)
      .when(settleProbe(success({ gone: true, id: 'x' }), 1))
      .rejects('duplicate')
    const ended = given(second)
      .when(settleProbe(success({ gone: false }), 2, startAt + 6000))
      .emits('step.probed', { type: 'compensation.failed', data: { final: true } }, 'run.ended')
    expect(ended.state).toMatchObject({ notUndone: [`${run}/1/first`] })
  })

  it('is given up when nobody can tell, after as many looks as its action tries', () => {
    const down = failure({ class: 'network', retryable: true, mayHaveHappened: true })
    const again = given(unknown())
      .when(settleProbe(down))
      .emits({ type: 'step.probed', data: { result: 'unknown', retryAt: startAt + 4000 } })
    expect(owed(again).find(({ kind }) => kind === 'probe')).toMatchObject({
      attempt: 2,
      notBefore: startAt + 4000,
    })
    const ended = given(again)
      .when(settleProbe(down, 2, startAt + 5000))
      .emits('step.probed', { type: 'compensation.failed', data: { final: true } }, 'run.ended')
    expect(eventsOf(ended, 'run.ended')[0]?.notUndone).toEqual([`${run}/1/first`])
    given(ended).when(settleProbe(down, 2)).rejects('duplicate')
  })

  it('is looked into when the host stopped while it was in flight, and the probe is made again after that', () => {
    const situation = given(undoing())
      .when({ type: 'recover', at: startAt + 2000 })
      .emits({ type: 'step.probed', data: { undo: true } })
    given(situation)
      .when({ type: 'recover', at: startAt + 2500 })
      .emits()
    expect(owed(situation).filter(({ kind }) => kind === 'probe')).toHaveLength(1)
  })

  it('takes no result any more that comes meanwhile: the probe decides', () => {
    const late = given(unknown()).when(settleUndo('first')).emits('step.late')
    given(late).when(settleUndo('first')).rejects('duplicate')
    expect(owed(late).filter(({ kind }) => kind === 'probe')).toHaveLength(1)
  })

  it('is not looked into where it certainly did not happen, or was carried out and brought what does not fit', () => {
    given(undoing())
      .when(settleUndo('first', failure()))
      .emits({ type: 'compensation.failed', data: { final: true } }, 'run.ended')
    given(undoing({ output: { type: 'string' } }))
      .when(settleUndo('first', success(1)))
      .emits({ type: 'compensation.failed', data: { final: true } }, 'run.ended')
  })

  it('has no probe that was never asked for', () => {
    given(undoing())
      .when(settleProbe(success({ gone: true })))
      .rejects('duplicate')
    given(undoing())
      .when({ ...settleProbe(success()), effect: `${run}/1/first/undo/undo/probe` } as Command)
      .rejects('unknown-effect')
  })
})
