import { describe, expect, it } from 'vitest'
import { stateAt } from '../../../shared/engine/replay.ts'
import { defaultLimits } from '../../../shared/graph/limits.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import {
  accept,
  after,
  eventsOf,
  failure,
  given,
  owed,
  owedIds,
  perform,
  run,
  settle,
  startAt,
  success,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

describe('the steps of a plan', () => {
  it('start as their dependencies succeed, with what those brought', () => {
    const steps = stepsInAnyOrder(aStep('one'), aStep('two', { args: { id: '{{ steps.one.output.id }}' } }))
    const situation = after(aProgram({ strategy: steps }), accept())
    expect(eventsOf(situation, 'step.started').map(({ step }) => step)).toEqual(['one'])
    given(situation)
      .when(settle('one', success({ id: 7 })))
      .emits('step.succeeded', { type: 'step.started', data: { step: 'two', args: { id: 7 } } })
  })

  it('run no more at once than the limit on parallelism', () => {
    const steps = stepsInAnyOrder(aStep('one'), aStep('two'), aStep('three'))
    const situation = after(
      aProgram({ strategy: steps, limits: { ...defaultLimits, parallelism: 2 } }),
      accept(),
    )
    expect(owedIds(situation)).toEqual([`${run}/1/one`, `${run}/1/two`])
    expect(owedIds(perform(situation, settle('two')))).toEqual([`${run}/1/one`, `${run}/1/three`])
  })

  it('are skipped after a failure, but not after a step whose own condition skipped it', () => {
    const steps = stepsInAnyOrder(
      aStep('never', { when: 'false' }),
      aStep('one', { after: ['never'] }),
      aStep('two', { after: ['one'] }),
      aStep('three', { after: ['two'] }),
    )
    const situation = after(aProgram({ strategy: steps }), accept(), settle('one', failure()))
    expect(eventsOf(situation, 'step.skipped').map(({ step, reason }) => [step, reason])).toEqual([
      ['never', 'condition'],
      ['two', 'dependency'],
      ['three', 'dependency'],
    ])
  })

  it.for([
    ['needs', anAction({ needs: 'input.n > 9' }), 'precondition'],
    ['an expression that can’t be evaluated', anAction({ needs: 'input.gone.deep' }), 'expression'],
    ['arguments that don’t fit', anAction({ args: { required: ['x'] } }), 'schema'],
  ] as const)('fail before they start for %s', ([, act, kind]) => {
    const situation = after(aProgram({ actions: { act } }), accept({ n: 1 }))
    expect(eventsOf(situation, 'step.failed')).toMatchObject([
      { error: { class: kind, mayHaveHappened: false }, attempts: 0 },
    ])
    expect(eventsOf(situation, 'step.started')).toEqual([])
  })

  it('fail when their output does not fit, and keep it', () => {
    const program = aProgram({ actions: { act: anAction({ output: { required: ['id'] } }) } })
    const situation = after(program, accept(), settle('first', success({ no: 'id' })))
    expect(eventsOf(situation, 'step.failed')).toMatchObject([
      { error: { class: 'schema', mayHaveHappened: true }, output: { no: 'id' } },
    ])
  })

  it('are none: such a plan goes to the verifier', () => {
    const situation = after(aProgram({ strategy: stepsInAnyOrder() }), accept())
    expect(situation.state).toMatchObject({ status: 'ended', outcome: 'succeeded' })
  })
})

describe('leases', () => {
  const program = aProgram({
    actions: { act: anAction({ leases: ['zebra', 'door {{ args.n }}'] }) },
    strategy: stepsInAnyOrder(aStep('first', { args: { n: 1 } })),
  })
  const grant = (resource: string, token: number) => ({
    type: 'grant-lease' as const,
    at: startAt + 10,
    effect: `${run}/1/first/lease/${resource}`,
    resource,
    token,
    until: startAt + 100_000,
  })

  it('are acquired one by one in the order of their names, and their tokens go with the action', () => {
    const waiting = after(program, accept())
    expect(owed(waiting)).toMatchObject([{ kind: 'timer' }, { kind: 'acquire-lease', resource: 'door 1' }])
    const one = given(waiting).when(grant('door 1', 4)).emits('lease.granted')
    expect(owed(one)).toMatchObject([{ kind: 'timer' }, { kind: 'acquire-lease', resource: 'zebra' }])
    const two = given(one).when(grant('zebra', 9)).emits('lease.granted', 'step.started')
    expect(owed(two)).toMatchObject([
      { kind: 'timer' },
      { kind: 'action', leases: { 'door 1': 4, zebra: 9 } },
    ])
  })

  it('are owed back after the end until that is confirmed', () => {
    const ended = after(program, accept(), grant('door 1', 4), grant('zebra', 9), settle('first'))
    expect(ended.state.status).toBe('ended')
    expect(owed(ended)).toMatchObject([
      { kind: 'release-lease', resource: 'door 1', token: 4 },
      { kind: 'release-lease', resource: 'zebra', token: 9 },
    ])
    const given1 = { type: 'confirm-lease-release' as const, at: startAt + 5000, resource: 'zebra', token: 9 }
    const one = given(ended).when(given1).emits('lease.released')
    expect(owed(one)).toHaveLength(1)
    given(one).when(given1).rejects('duplicate')
  })

  it('are owed back as soon as their step has settled, while others go on', () => {
    const steps = stepsInAnyOrder(aStep('first', { args: { n: 1 } }), aStep('other', { action: 'free' }))
    const actions = { ...program.actions, free: anAction() }
    const situation = after(
      aProgram({ actions, strategy: steps }),
      accept(),
      grant('door 1', 4),
      grant('zebra', 9),
    )
    expect(owedIds(situation)).toEqual([`${run}/1/first`, `${run}/1/other`])
    expect(owedIds(perform(situation, settle('first')))).toEqual([
      `${run}/1/first/release/4/door 1`,
      `${run}/1/first/release/9/zebra`,
      `${run}/1/other`,
    ])
  })

  it('that are granted when others have taken the room: their step waits for a place', () => {
    const steps = stepsInAnyOrder(
      aStep('one', { action: 'free' }),
      aStep('two', { action: 'free', after: ['one'] }),
      aStep('three', { action: 'free', after: ['one'] }),
      aStep('first', { args: { n: 1 } }),
    )
    const actions = { act: anAction({ leases: ['door'] }), free: anAction() }
    const limits = { ...defaultLimits, parallelism: 2 }
    const asked = after(aProgram({ actions, strategy: steps, limits }), accept())
    expect(owedIds(asked)).toEqual([`${run}/1/one`, `${run}/1/first/lease/door`])
    const granted = perform(perform(asked, settle('one')), grant('door', 4))
    expect(owedIds(granted)).toEqual([`${run}/1/two`, `${run}/1/three`])
    expect(owedIds(perform(granted, settle('two')))).toEqual([`${run}/1/three`, `${run}/1/first`])
  })

  it('that are granted to more items at once than may be at work: these wait for each other', () => {
    const each = aStep('first', {
      args: { n: '{{ item }}' },
      map: { over: '[1, 2, 3]', max: 10, parallelism: 1 },
    })
    const late = after(
      aProgram({ actions: { act: anAction({ leases: ['door'] }) }, strategy: stepsInAnyOrder(each) }),
      accept(),
      ...[0, 1, 2].map((item) => ({
        ...grant('door', item + 1),
        effect: `${run}/1/first[${item}]/lease/door`,
      })),
    )
    expect(eventsOf(late, 'step.started')).toHaveLength(1)
  })

  it('that ran out before the step starts are acquired anew, once later ones have been given back', () => {
    const one = after(program, accept(), { ...grant('door 1', 4), until: startAt + 20 })
    const late = perform(one, { ...grant('zebra', 5), at: startAt + 30 })
    expect(eventsOf(late, 'step.started')).toEqual([])
    expect(owed(late)).toMatchObject([{ kind: 'timer' }, { kind: 'release-lease', resource: 'zebra' }])
    const confirm = { type: 'confirm-lease-release', resource: 'zebra', token: 5 } as const
    const released = perform(late, { ...confirm, at: startAt + 31 })
    expect(owed(released)).toMatchObject([{ kind: 'timer' }, { kind: 'acquire-lease', resource: 'door 1' }])
  })
})

describe('limits', () => {
  const again = aVerifier({ checks: [{ type: 'rule', id: 'never', expr: 'false', onFail: 'replan' }] })

  it.for([
    ['iterations', { iterations: 1 }],
    ['steps', { steps: 1 }],
    ['cost', { costUsd: 0.5 }],
  ] as const)('on %s lead to the bail route, with the reason', ([reason, over]) => {
    const program = aProgram({
      actions: { act: anAction({ costUsd: 1 }) },
      verifiers: { verify: again },
      limits: { ...defaultLimits, costUsd: 100, ...over },
    })
    const start = after(program, accept())
    const situation = start.state.status === 'ended' ? start : perform(start, settle('first'))
    expect(eventsOf(situation, 'run.ended')).toMatchObject([{ outcome: 'bailed', reason, node: 'safe' }])
    expect(eventsOf(situation, 'plan.rejected')).toMatchObject([{ reasons: [{ code: reason }] }])
  })

  it('on steps hold within a plan, too: nothing more starts, and the rest is waited for', () => {
    const strategy = stepsInAnyOrder(aStep('one'), aStep('two'), aStep('three'))
    const situation = after(aProgram({ strategy, limits: { ...defaultLimits, steps: 2 } }), accept())
    expect(eventsOf(situation, 'step.started').map(({ step }) => step)).toEqual(['one', 'two'])
    expect(eventsOf(situation, 'step.skipped')).toMatchObject([{ step: 'three', reason: 'limit' }])
    const ended = perform(perform(situation, settle('two')), settle('one'))
    expect(eventsOf(ended, 'verdict.reached')).toEqual([])
    expect(eventsOf(ended, 'run.ended')).toMatchObject([{ outcome: 'bailed', reason: 'steps', node: 'safe' }])
  })

  it('on duration leave what is in flight uncertain and end at the bail route’s outcome', () => {
    const program = aProgram({ limits: { ...defaultLimits, durationSeconds: 60 } })
    const situation = after(program, accept())
    const [timer] = owed(situation)
    expect(timer).toMatchObject({ kind: 'timer', at: startAt + 60_000 })
    given(situation)
      .when({ type: 'tick', at: startAt + 59_999 })
      .emits()
    given(situation)
      .when({ type: 'tick', at: startAt + 60_000 })
      .emits('step.uncertain', 'plan.rejected', {
        type: 'run.ended',
        data: { reason: 'duration', node: 'safe' },
      })
  })

  it('on duration end a paused run, too', () => {
    const program = aProgram({ limits: { ...defaultLimits, durationSeconds: 60 } })
    const paused = after(program, accept(), { type: 'pause', at: startAt + 1, by: 'me', reason: 'look' })
    expect(perform(paused, { type: 'tick', at: startAt + 60_000 }).state).toMatchObject({
      reason: 'duration',
    })
  })
})

describe('a paused run', () => {
  const pause = { type: 'pause' as const, at: startAt + 500, by: 'me', reason: 'look' }
  const resume = { type: 'resume' as const, at: startAt + 5000, by: 'me', reason: 'seen' }

  it('records results, starts nothing, and goes on when resumed', () => {
    const steps = stepsInAnyOrder(aStep('one'), aStep('two', { after: ['one'] }))
    const paused = after(aProgram({ strategy: steps }), accept(), pause)
    expect(owedIds(paused)).toEqual([`${run}/1/one`])
    const settled = given(paused).when(settle('one')).emits('step.succeeded')
    expect(owedIds(settled)).toEqual([])
    given(settled).when(pause).rejects('already-paused')
    const resumed = given(settled).when(resume).emits('run.resumed', 'step.started')
    given(resumed).when(resume).rejects('not-paused')
  })

  it('holds back an attempt that had not left', () => {
    const retry = { maxAttempts: 2, initialSeconds: 10, factor: 1, maxSeconds: 10, jitter: 'none' as const }
    const program = aProgram({ actions: { act: anAction({ retry }) } })
    const paused = after(program, accept(), pause, settle('first', failure({ retryable: true })))
    expect(owedIds(paused)).toEqual([])
    expect(owedIds(perform(paused, resume))).toEqual([`${run}/1/first`])
  })
})

describe('iterations', () => {
  it('start without steps, and with the last verdict, its checks and the facts', () => {
    const program = aProgram({
      actions: { act: anAction({ gives: ['ticket'] }) },
      strategy: stepsInAnyOrder(
        aStep('first', {
          args: { last: '{{ verdict }}', has: '{{ has(facts.ticket) }}', steps: '{{ run.iteration }}' },
        }),
      ),
      verifiers: {
        verify: aVerifier({
          checks: [{ type: 'rule', id: 'c', expr: 'run.iteration > 1', onFail: 'replan' }],
        }),
      },
    })
    const situation = after(program, accept(), settle('first', success({ id: 1 })))
    const [first, second] = eventsOf(situation, 'step.started')
    expect(first?.args).toEqual({ last: null, has: false, steps: 1 })
    expect(second?.args).toMatchObject({
      has: true,
      steps: 2,
      last: { verifier: 'verify', verdict: 'replan', iteration: 1, checks: { c: { result: 'fail' } } },
    })
    expect(eventsOf(situation, 'plan.proposed')[1]?.plan).toMatchObject({
      version: 2,
      parent: 1,
      provenance: { because: { verifier: 'verify', verdict: 'replan', iteration: 1 } },
    })
  })

  it('judge in layers: a verifier that passes to another lets that judge the same steps', () => {
    const program = aProgram({
      verifiers: {
        verify: aVerifier({ routes: { ...aVerifier().routes, pass: 'second' } }),
        second: aVerifier({
          checks: [{ type: 'rule', id: 'c', expr: 'steps.first.status == "succeeded"', onFail: 'bail' }],
        }),
      },
    })
    const situation = after(program, accept(), settle('first'))
    expect(
      eventsOf(situation, 'verdict.reached').map(({ verifier, verdict }) => [verifier, verdict]),
    ).toEqual([
      ['verify', 'pass'],
      ['second', 'pass'],
    ])
  })

  it('never go round between verifiers', () => {
    const program = aProgram({
      verifiers: { verify: aVerifier({ routes: { ...aVerifier().routes, pass: 'verify' } }) },
    })
    expect(after(program, accept(), settle('first')).state).toMatchObject({
      outcome: 'failed',
      reason: 'error',
    })
  })
})

describe('policies that deny', () => {
  const deny = (at: Policy['at'], when = 'true'): Policy => ({
    id: 'no',
    title: 'No',
    at,
    when,
    effect: 'deny',
    message: 'Not so.',
  })

  it.for([
    ['input', 'input-denied', null],
    ['plan', 'plan-denied', 'safe'],
  ] as const)('end the run at %s', ([at, reason, node]) => {
    const situation = after(aProgram({ policies: [deny(at)] }), accept())
    expect(eventsOf(situation, 'run.ended')).toMatchObject([{ outcome: 'bailed', reason, node }])
  })

  it('deny when they can’t be evaluated, and say why', () => {
    const situation = after(aProgram({ policies: [deny('input', 'input.gone.deep')] }), accept())
    expect(eventsOf(situation, 'policy.evaluated')).toMatchObject([
      { matched: false, effect: 'deny', error: expect.any(String) },
    ])
  })

  it('leave no record when they don’t match, and only a record when they flag', () => {
    const flag = { ...deny('step', 'input.n > 3'), effect: 'flag' as const }
    expect(eventsOf(after(aProgram({ policies: [flag] }), accept({ n: 1 })), 'policy.evaluated')).toEqual([])
    const flagged = after(aProgram({ policies: [flag] }), accept({ n: 5 }))
    expect(eventsOf(flagged, 'policy.evaluated')).toMatchObject([
      { matched: true, effect: 'flag', subject: 'first' },
    ])
    expect(eventsOf(flagged, 'step.started')).toHaveLength(1)
  })
})

describe('an input', () => {
  const base = aProgram()
  const withTrigger = (over: Partial<typeof base.trigger>) => ({
    ...base,
    trigger: { ...base.trigger, ...over },
  })

  it('that does not fit the schema is refused with pointers, and nothing is recorded', () => {
    const program = withTrigger({ input: { properties: { n: { type: 'number' } }, required: ['m'] } })
    given(after(program))
      .when(accept({ n: 'x' }))
      .rejects('input-invalid')
  })

  it('that a check rejects is refused; one that a check flags goes on with a record', () => {
    const check = { id: 'q', when: 'input.n > 3', message: 'Too small' }
    given(after(withTrigger({ quality: [{ ...check, effect: 'reject' }] })))
      .when(accept({ n: 1 }))
      .rejects('input-rejected')
    const flagged = after(withTrigger({ quality: [{ ...check, effect: 'flag' }] }), accept({ n: 1 }))
    expect(eventsOf(flagged, 'input.checked')).toMatchObject([{ checks: [{ id: 'q', holds: false }] }])
  })

  it('that nests too deep is refused', () => {
    let deep: unknown = 1
    for (let level = 0; level < 10_000; level += 1) deep = [deep]
    given(after(base))
      .when(accept(deep as never))
      .rejects('input-invalid')
  })

  it('is accepted once', () => given(after(base, accept())).when(accept()).rejects('already-accepted'))
})

describe('stateAt', () => {
  it('gives what was before the first event as new', () => expect(stateAt([], 0)).toEqual({ status: 'new' }))
})
