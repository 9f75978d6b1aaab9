import { describe, expect, it } from 'vitest'
import type { ProgramAction } from '../../../shared/compile/program.ts'
import type { Command } from '../../../shared/engine/command.ts'
import { defaultLimits } from '../../../shared/graph/limits.ts'
import {
  accept,
  after,
  eventsOf,
  failure,
  given,
  owed,
  settle,
  startAt,
  success,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const retry = { maxAttempts: 5, initialSeconds: 4, factor: 1, maxSeconds: 60, jitter: 'none' as const }
const program = (over: Partial<ProgramAction>) => aProgram({ actions: { act: anAction({ retry, ...over }) } })
const busy = failure({ status: 503, retryable: true, mayHaveHappened: true })

describe('a postcondition', () => {
  const ensured = program({ ensures: 'output.amount == args.amount || output.amount == 5' })

  it('lets what it says pass', () => {
    given(after(ensured, accept()))
      .when(settle('first', success({ amount: 5 })))
      .emits('step.succeeded', 'verdict.reached', 'run.ended')
  })

  it('fails the step, which happened, and keeps what it brought', () => {
    const unmet = program({ ensures: 'output.amount == 5' })
    expect(
      eventsOf(after(unmet, accept(), settle('first', success({ amount: 6 }))), 'step.failed'),
    ).toMatchObject([
      {
        error: {
          class: 'postcondition',
          message: 'It ensures output.amount == 5, which does not hold.',
          mayHaveHappened: true,
          retryable: false,
        },
        output: { amount: 6 },
        attempts: 1,
      },
    ])
  })

  it('fails the step when it can’t be evaluated', () => {
    expect(eventsOf(after(ensured, accept(), settle('first', success('text'))), 'step.failed')).toMatchObject(
      [{ error: { class: 'expression', mayHaveHappened: true }, output: 'text' }],
    )
  })
})

describe('what is not tried again', () => {
  it('is a class of errors that the action names', () => {
    const never = program({ retry: { ...retry, neverOn: ['timeout'] } })
    const late = failure({ class: 'timeout', retryable: true, mayHaveHappened: true })
    expect(eventsOf(after(never, accept(), settle('first', late)), 'step.failed')).toHaveLength(1)
    given(after(never, accept())).when(settle('first', busy)).emits('step.retried')
  })

  it('is a status that the action names', () => {
    const never = program({ retry: { ...retry, neverOnStatus: [503] } })
    expect(eventsOf(after(never, accept(), settle('first', busy)), 'step.failed')).toHaveLength(1)
    given(after(never, accept()))
      .when(settle('first', failure({ status: 500, retryable: true })))
      .emits('step.retried')
  })

  it('is not what an open circuit kept from leaving, whatever the host says of it', () => {
    const open = failure({ class: 'circuit', retryable: false, mayHaveHappened: true })
    const situation = after(program({ idempotency: 'none' }), accept(), settle('first', open))
    expect(eventsOf(situation, 'step.retried')).toMatchObject([
      { error: { class: 'circuit', retryable: true, mayHaveHappened: false } },
    ])
  })
})

describe('the time for all attempts', () => {
  const bounded = program({ totalSeconds: 12, timeoutSeconds: 10 })
  const attempt = (situation: Parameters<typeof owed>[0]) =>
    owed(situation).find(({ kind }) => kind === 'action')

  it('cuts the timeout of an attempt to what is left', () => {
    expect(attempt(after(bounded, accept()))).toMatchObject({ timeoutMs: 10_000 })
    const second = after(bounded, accept(), settle('first', busy))
    expect(attempt(second)).toMatchObject({ notBefore: startAt + 5000, timeoutMs: 7000 })
  })

  it('ends the step when no other attempt fits in', () => {
    const situation = after(bounded, accept(), settle('first', busy))
    given(situation)
      .when(settle('first', busy, { attempt: 2, at: startAt + 7999 }))
      .emits({ type: 'step.retried', data: { notBefore: startAt + 11_999 } })
    expect(
      eventsOf(
        after(
          bounded,
          accept(),
          settle('first', busy),
          settle('first', busy, { attempt: 2, at: startAt + 8000 }),
        ),
        'step.failed',
      ),
    ).toMatchObject([{ attempts: 2, error: { class: 'timeout', retryable: false, mayHaveHappened: true } }])
  })

  it('passes in a pause: what the pause kept from leaving never does', () => {
    const pause: Command = { type: 'pause', at: startAt + 2000, by: 'me', reason: '' }
    const situation = after(bounded, accept(), settle('first', busy), pause)
    given(situation)
      .when({ type: 'resume', at: startAt + 11_999, by: 'me', reason: '' })
      .emits('run.resumed')
    given(situation)
      .when({ type: 'resume', at: startAt + 12_000, by: 'me', reason: '' })
      .emits('run.resumed', 'step.failed', 'check.completed', 'verdict.reached', 'run.ended')
  })
})

describe('an undo', () => {
  const undo = { action: 'undo', args: {} }
  const undone = (undoOn: ProgramAction['undoOn']) =>
    aProgram({
      actions: {
        act: anAction({ reversibility: 'compensable', undo, undoOn }),
        undo: anAction({ reversibility: 'pure' }),
      },
    })

  it('is registered before its step leaves', () => {
    expect(eventsOf(after(undone([]), accept()), 'step.started')).toMatchObject([
      { undo: 'undo', pure: false },
    ])
    const pure = program({ reversibility: 'pure' })
    expect(eventsOf(after(pure, accept()), 'step.started')).toMatchObject([{ undo: null, pure: true }])
    const giving = program({ reversibility: 'pure', gives: ['fact'] })
    expect(eventsOf(after(giving, accept()), 'step.started')).toMatchObject([{ pure: false }])
  })

  it('undoes a failed step only where its action says so, and else lists it', () => {
    const failed = settle('first', failure({ mayHaveHappened: true }))
    expect(eventsOf(after(undone(['failed']), accept(), failed), 'compensation.started')).toHaveLength(1)
    const stands = after(undone(['uncertain']), accept(), failed)
    expect(eventsOf(stands, 'compensation.started')).toEqual([])
    expect(eventsOf(stands, 'run.ended')[0]?.notUndone).toHaveLength(1)
  })

  it('is not there for what may be set again, which is listed as it stands', () => {
    const act = anAction({ reversibility: 'idempotent' })
    const program = aProgram({
      actions: { act, undo: act },
      strategy: {
        type: 'sequence',
        steps: [
          { id: 'first', action: 'act' },
          { id: 'other', action: 'undo' },
        ],
      },
    })
    const situation = after(program, accept(), settle('first'), settle('other', failure()))
    expect(eventsOf(situation, 'run.ended')[0]).toMatchObject({
      outcome: 'rolled-back',
      notUndone: [expect.stringMatching(/first$/)],
    })
  })
})

describe('policies at a step and its output', () => {
  it.for(['step', 'output'] as const)('read the action at %s', (at) => {
    const policy = {
      id: 'p',
      title: 'P',
      at,
      effect: 'deny' as const,
      message: 'Too risky',
      when: 'action.id == "act" && action.uses == "http" && action.risk == "high" && action.costUsd == 2 && action.reversibility == "irreversible" && action.idempotency == "keyed"',
    }
    const risky = aProgram({ actions: { act: anAction({ risk: 'high', costUsd: 2 }) }, policies: [policy] })
    const situation = at === 'step' ? after(risky, accept()) : after(risky, accept(), settle('first'))
    expect(eventsOf(situation, 'step.failed')).toMatchObject([
      { error: { class: 'policy', message: 'Too risky' } },
    ])
  })
})

describe('an approval that was asked for', () => {
  it('is waited for, also when its policy would not ask any more', () => {
    const policy = {
      id: 'p',
      title: 'P',
      at: 'step' as const,
      on: ['ask'],
      effect: 'require-approval' as const,
      message: 'While nothing has failed',
      when: 'steps.other.status != "failed"',
    }
    const asking = aProgram({
      actions: { act: anAction(), ask: anAction() },
      policies: [policy],
      strategy: stepsInAnyOrder(aStep('first', { action: 'ask' }), aStep('other')),
    })
    const situation = after(asking, accept())
    const [asked] = eventsOf(situation, 'approval.requested')
    const failed = given(situation).when(settle('other', failure())).emits('step.failed')
    given(failed)
      .when({
        type: 'decide-approval',
        at: startAt + 2000,
        approval: asked?.approval ?? '',
        decision: 'deny',
        by: 'me',
        note: null,
        digest: asked?.subject.digest ?? '',
      })
      .emits('approval.denied', 'step.failed', 'check.completed', 'verdict.reached', 'run.ended')
  })
})

describe('the cost of a run', () => {
  const dime = (costUsd: number) =>
    aProgram({
      actions: { act: anAction({ costUsd: 0.1 }) },
      strategy: stepsInAnyOrder(aStep('first'), aStep('second'), aStep('third')),
      limits: { ...defaultLimits, costUsd, parallelism: 1 },
    })
  const all = ['first', 'second', 'third'].map((step) => settle(step, { ok: true, output: 1, costUsd: 0.1 }))

  it('is the sum as people reckon it, for limits and for expressions', () => {
    expect(after(dime(0.3), accept(), ...all).state).toMatchObject({ outcome: 'succeeded', costUsd: 0.3 })
  })

  it('is said so, too, when it is too much', () => {
    expect(eventsOf(after(dime(0.25), accept(), ...all.slice(0, 2)), 'step.skipped')).toMatchObject([
      { step: 'third', message: 'The run may cost $0.25; it would cost $0.3.' },
    ])
  })
})
