import { describe, expect, it } from 'vitest'
import type { Command } from '../../../shared/engine/command.ts'
import {
  accept,
  after,
  eventsOf,
  failure,
  given,
  owed,
  perform,
  run,
  settle,
  settleUndo,
  startAt,
  success,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const compensable = { reversibility: 'compensable' as const }
const actions = {
  act: anAction({
    ...compensable,
    undo: { action: 'undo', args: { of: '{{ args.n }}', made: '{{ output.id }}' } },
  }),
  final: anAction({ reversibility: 'irreversible' }),
  undo: anAction({
    reversibility: 'pure',
    retry: { maxAttempts: 2, initialSeconds: 1, factor: 1, maxSeconds: 1, jitter: 'none' },
  }),
}
const steps = stepsInAnyOrder(
  aStep('one', { args: { n: 1 } }),
  aStep('two', { args: { n: 2 } }),
  aStep('last', { action: 'final', after: ['one', 'two'] }),
)
const verify = aVerifier({ checks: [{ type: 'rule', id: 'never', expr: 'false', onFail: 'rollback' }] })
const program = aProgram({ actions, strategy: steps, verifiers: { verify } })
const acted = () =>
  after(
    program,
    accept(),
    settle('two', success({ id: 'b' })),
    settle('one', success({ id: 'a' })),
    settle('last', success({ id: 'c' })),
  )

describe('a rollback', () => {
  it('undoes the last started first, with the arguments and the output of what it undoes', () => {
    const first = acted()
    expect(owed(first)).toMatchObject([
      { kind: 'compensation', id: `${run}/1/two/undo`, args: { of: 2, made: 'b' }, attempt: 1 },
    ])
    const second = given(first)
      .when(settleUndo('two'))
      .emits('compensation.succeeded', {
        type: 'compensation.started',
        data: { step: 'one', args: { of: 1, made: 'a' }, undoes: `${run}/1/one` },
      })
    given(second)
      .when(settleUndo('one'))
      .emits('compensation.succeeded', {
        type: 'run.ended',
        data: { outcome: 'rolled-back', reason: 'verdict', node: 'undone', notUndone: [`${run}/1/last`] },
      })
  })

  it('tries an undo again, and goes on with the rest when it fails for good', () => {
    const fault = failure({ class: 'network', retryable: true })
    const again = given(acted())
      .when(settleUndo('two', fault))
      .emits('compensation.failed', {
        type: 'compensation.started',
        data: { attempt: 2, notBefore: startAt + 3000 },
      })
    const rest = given(again)
      .when(settleUndo('two', fault, { attempt: 2 }))
      .emits({ type: 'compensation.failed', data: { final: true } }, 'compensation.started')
    const ended = perform(rest, settleUndo('one'))
    expect(eventsOf(ended, 'run.ended')).toMatchObject([
      { outcome: 'rolled-back', notUndone: [`${run}/1/two`, `${run}/1/last`] },
    ])
  })

  it('undoes what failed after it may have happened, and not what certainly did not', () => {
    const bare = { ...actions, act: anAction({ ...compensable, undo: { action: 'undo', args: {} } }) }
    const two = aProgram({ actions: bare, strategy: stepsInAnyOrder(aStep('one'), aStep('two')) })
    const situation = after(
      two,
      accept(),
      settle('one', failure({ mayHaveHappened: true })),
      settle('two', failure({ mayHaveHappened: false })),
    )
    expect(eventsOf(situation, 'compensation.started').map(({ step }) => step)).toEqual(['one'])
    expect(eventsOf(perform(situation, settleUndo('one')), 'run.ended')).toMatchObject([{ notUndone: [] }])
  })

  it('undoes an uncertain step', () => {
    const risky = {
      ...actions,
      act: anAction({ ...compensable, idempotency: 'none', undo: { action: 'undo', args: {} } }),
    }
    const verifier = aVerifier({ onStepUncertain: 'rollback' })
    const one = aProgram({
      actions: risky,
      strategy: stepsInAnyOrder(aStep('one')),
      verifiers: { verify: verifier },
    })
    const situation = after(one, accept(), settle('one', failure({ mayHaveHappened: true })))
    expect(eventsOf(situation, 'compensation.started')).toMatchObject([{ step: 'one' }])
  })

  it('gives up an undo whose arguments can’t be made', () => {
    const situation = after(
      program,
      accept(),
      settle('two', success({})),
      settle('one', success({ id: 1 })),
      settle('last'),
    )
    expect(eventsOf(situation, 'compensation.failed')).toMatchObject([
      { step: 'two', final: true, error: { class: 'expression' } },
    ])
    expect(eventsOf(situation, 'compensation.started').map(({ step }) => step)).toEqual(['one'])
  })

  it('undoes the steps of earlier iterations too, and none twice', () => {
    const rounds = aVerifier({
      checks: [
        { type: 'rule', id: 'again', expr: 'run.iteration > 1', onFail: 'replan' },
        { type: 'rule', id: 'enough', expr: 'run.iteration < 2', onFail: 'rollback' },
      ],
    })
    const bare = { ...actions, act: anAction({ ...compensable, undo: { action: 'undo', args: {} } }) }
    const two = aProgram({
      actions: bare,
      strategy: stepsInAnyOrder(aStep('one')),
      verifiers: { verify: rounds },
    })
    const situation = after(
      two,
      accept(),
      settle('one'),
      settle('one', success(), { iteration: 2 }),
      settleUndo('one', success(), { iteration: 2 }),
      settleUndo('one'),
    )
    expect(eventsOf(situation, 'compensation.started').map(({ undoes }) => undoes)).toEqual([
      `${run}/2/one`,
      `${run}/1/one`,
    ])
    expect(situation.state).toMatchObject({ status: 'ended', outcome: 'rolled-back' })
  })

  it('takes back the facts that what is undone gave', () => {
    const giving = {
      ...actions,
      act: anAction({ ...compensable, gives: ['made'], undo: { action: 'undo', args: {} } }),
    }
    const again = aVerifier({
      checks: [{ type: 'rule', id: 'no', expr: 'false', onFail: 'rollback' }],
      routes: { ...aVerifier().routes, rollback: 'plan' },
    })
    const one = stepsInAnyOrder(aStep('one', { args: { known: '{{ has(facts.made) }}' } }))
    const looping = aProgram({ actions: giving, strategy: one, verifiers: { verify: again } })
    const situation = after(looping, accept(), settle('one'), settleUndo('one'))
    expect(eventsOf(situation, 'step.started').map(({ args }) => args)).toEqual([
      { known: false },
      { known: false },
    ])
  })

  it('gives an undo up that can’t be repeated and was in flight when the host lost its memory', () => {
    const fragile = { ...actions, undo: anAction({ idempotency: 'none', reversibility: 'pure' }) }
    const situation = after(
      aProgram({
        actions: fragile,
        strategy: stepsInAnyOrder(aStep('one', { args: { n: 1 } })),
        verifiers: { verify },
      }),
      accept(),
      settle('one', success({ id: 1 })),
    )
    given(situation)
      .when({ type: 'recover', at: startAt + 5000 })
      .emits({ type: 'compensation.failed', data: { final: true } }, 'run.ended')
  })
})

describe('a cancelled run', () => {
  const cancel = (compensate: boolean): Command => ({
    type: 'cancel',
    at: startAt + 1500,
    by: 'me',
    reason: 'wrong',
    compensate,
  })

  it('starts nothing more, waits for what is in flight, undoes what was done, and ends cancelled', () => {
    const situation = after(program, accept(), settle('one', success({ id: 'a' })))
    const winding = given(situation).when(cancel(true)).emits('run.cancelled', 'step.skipped')
    expect(owed(winding)).toMatchObject([{ kind: 'action', step: 'two' }])
    const undoing = given(winding)
      .when(settle('two', success({ id: 'b' })))
      .emits('step.succeeded', 'compensation.started')
    given(undoing).when(cancel(true)).rejects('duplicate')
    const ended = perform(perform(undoing, settleUndo('two')), settleUndo('one'))
    expect(eventsOf(ended, 'run.ended')).toMatchObject([
      { outcome: 'cancelled', reason: 'cancelled', notUndone: [] },
    ])
  })

  it('does not try a failed attempt again', () => {
    const winding = after(program, accept(), settle('one', success({ id: 'a' })), cancel(true))
    given(winding)
      .when(settle('two', failure({ class: 'network', retryable: true })))
      .emits('step.failed', 'compensation.started')
  })

  it('ends at once when it is killed, and says what stands', () => {
    const situation = after(program, accept(), settle('one', success({ id: 'a' })))
    given(situation)
      .when(cancel(false))
      .emits('run.cancelled', {
        type: 'run.ended',
        data: { outcome: 'cancelled', reason: 'killed', notUndone: [`${run}/1/one`, `${run}/1/two`] },
      })
  })

  it('can be killed while it undoes', () => {
    const undoing = after(
      program,
      accept(),
      settle('one', success({ id: 'a' })),
      settle('two', success({ id: 'b' })),
      cancel(true),
    )
    given(undoing).when(settle('last')).emits('step.succeeded', 'compensation.started')
    given(perform(undoing, settle('last')))
      .when(cancel(false))
      .emits('run.cancelled', 'run.ended')
  })
})
