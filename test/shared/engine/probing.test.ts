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
  startAt,
  success,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const retry = { maxAttempts: 2, initialSeconds: 1, factor: 2, maxSeconds: 60, jitter: 'none' as const }
const probe: ProgramAction['probe'] = {
  call: { uses: 'http', host: 'sandbox', method: 'GET', path: '/things' },
  happened: 'output.found',
  gives: { id: '{{ output.id }}' },
}

function program(over: Partial<ProgramAction> = {}) {
  return aProgram({ actions: { act: anAction({ idempotency: 'none', retry, probe, ...over }) } })
}

const timedOut = { class: 'timeout' as const, message: 'No answer', retryable: true, mayHaveHappened: true }
const lost = failure(timedOut)
const id = `${run}/1/first/probe`

function settleProbe(result: EffectResult, attempt = 1, at = startAt + 2000): Command {
  return { type: 'settle-probe', at, effect: id, attempt, result }
}

describe('a step whose result is unknown and that has a probe', () => {
  it('is looked into before anything else is made of it', () => {
    const situation = given(after(program(), accept()))
      .when(settle('first', lost))
      .emits({ type: 'step.probed', data: { step: 'first', result: 'unknown', retryAt: startAt + 1000 } })
    expect(owed(situation).filter(({ kind }) => kind !== 'timer')).toMatchObject([
      { kind: 'probe', id, about: `${run}/1/first`, step: 'first', action: 'act', attempt: 1 },
    ])
  })

  it('keeps its place meanwhile: no other takes it', () => {
    const strategy = stepsInAnyOrder(aStep('first'), aStep('second'))
    const { actions, limits } = program()
    const alone = aProgram({ actions, strategy, limits: { ...limits, parallelism: 1 } })
    const looked = given(after(alone, accept())).when(settle('first', lost)).emits('step.probed')
    given(looked)
      .when(settleProbe(success({ found: true, id: 'x' })))
      .emits('step.probed', 'step.succeeded', { type: 'step.started', data: { step: 'second' } })
  })

  it('succeeds with what the probe gives, if it happened', () => {
    given(after(program(), accept(), settle('first', lost)))
      .when(settleProbe(success({ found: true, id: 'x' })))
      .emits(
        { type: 'step.probed', data: { result: 'happened' } },
        { type: 'step.succeeded', data: { output: { id: 'x' } } },
        'verdict.reached',
        'run.ended',
      )
  })

  it('is tried again if it did not happen, while attempts are left', () => {
    const tried = given(after(program(), accept(), settle('first', lost)))
      .when(settleProbe(success({ found: false })))
      .emits(
        { type: 'step.probed', data: { result: 'not-happened' } },
        { type: 'step.retried', data: { attempt: 2 } },
      )
    const again = given(tried)
      .when(settle('first', lost, { attempt: 2, at: startAt + 4000 }))
      .emits('step.probed')
    // A probe of the first attempt, delivered again, says nothing of the second.
    given(again)
      .when(settleProbe(success({ found: false }), 1, startAt + 5000))
      .rejects('duplicate')
    given(again)
      .when(settleProbe(success({ found: false }), 2, startAt + 5000))
      .emits(
        'step.probed',
        { type: 'step.failed', data: { attempts: 2, error: { ...timedOut, mayHaveHappened: false } } },
        'check.completed',
        'verdict.reached',
        'run.ended',
      )
  })

  it.for([
    ['the probe says nothing of it', success({ other: 1 })],
    ['the probe says neither', success({ found: 'perhaps' })],
    ['the probe can’t be made', failure()],
  ] as const)('stays uncertain when %s', ([, result]) => {
    given(after(program(), accept(), settle('first', lost)))
      .when(settleProbe(result))
      .emits(
        { type: 'step.probed', data: { result: 'unknown' } },
        'step.uncertain',
        'check.completed',
        'verdict.reached',
        'run.ended',
      )
  })

  it('probes again, as the action’s retries say, before it gives up', () => {
    const down = failure({ class: 'network', retryable: true, mayHaveHappened: true })
    const again = given(after(program(), accept(), settle('first', lost)))
      .when(settleProbe(down))
      .emits({ type: 'step.probed', data: { result: 'unknown', retryAt: startAt + 3000 } })
    expect(owed(again).find(({ kind }) => kind === 'probe')).toMatchObject({
      attempt: 2,
      notBefore: startAt + 3000,
    })
    given(again).when(settleProbe(down)).rejects('duplicate')
    given(again)
      .when(settleProbe(down, 2))
      .emits('step.probed', 'step.uncertain', 'check.completed', 'verdict.reached', 'run.ended')
  })

  it('is looked into when the host stopped while it was in flight', () => {
    const situation = given(after(program(), accept()))
      .when({ type: 'recover', at: startAt + 1 })
      .emits('step.probed')
    given(situation)
      .when(settleProbe(success({ found: false })))
      .emits('step.probed', 'step.retried')
  })

  it('fails when what the probe gives is not what the step has to bring', () => {
    const strict = program({ ensures: 'output.id == args.id', output: { type: 'object', required: ['id'] } })
    const situation = after(
      strict,
      accept(),
      settle('first', lost),
      settleProbe(success({ found: true, id: 1 })),
    )
    expect(eventsOf(situation, 'step.failed')).toMatchObject([
      { error: { class: 'expression', mayHaveHappened: true }, output: { id: 1 } },
    ])
  })

  it('records a result that comes while it is looked into, and goes by the probe', () => {
    const situation = after(program(), accept(), settle('first', lost))
    given(situation).when(settle('first', success())).emits('step.late')
  })

  it('refuses a probe that nobody asked for, and one that comes twice', () => {
    given(after(program(), accept()))
      .when(settleProbe(success({ found: true })))
      .rejects('duplicate')
    const settled = after(
      program(),
      accept(),
      settle('first', lost),
      settleProbe(success({ found: true, id: 1 })),
    )
    given(settled)
      .when(settleProbe(success({ found: false })))
      .rejects('duplicate')
    given(settled)
      .when({ type: 'settle-probe', at: startAt, effect: `${run}/1/first`, attempt: 1, result: success() })
      .rejects('unknown-effect')
  })

  it('is not looked into any more once the run is being cancelled', () => {
    const cancel: Command = { type: 'cancel', at: startAt + 500, by: 'me', reason: '', compensate: true }
    given(after(program(), accept(), cancel))
      .when(settle('first', lost))
      .emits('step.uncertain', 'run.ended')
    const probing = after(program(), accept(), settle('first', lost), { ...cancel, at: startAt + 1500 })
    expect(probing.state.status).toBe('active')
    given(probing)
      .when(settleProbe(success({ found: false })))
      .emits('step.probed', 'step.failed', 'run.ended')
  })

  it('is uncertain when the time is up while it is looked into', () => {
    const situation = given(after(program(), accept(), settle('first', lost)))
      .when({ type: 'tick', at: startAt + 3_600_000 })
      .emits('step.uncertain', 'plan.rejected', 'run.ended')
    given(situation)
      .when(settleProbe(success({ found: true })))
      .rejects('duplicate')
  })
})
