import { describe, expect, it } from 'vitest'
import { scopeOf } from '../../../shared/engine/scope.ts'
import { asking, decide } from '../../support/approvals.ts'
import {
  accept,
  after,
  eventsOf,
  given,
  owed,
  owedIds,
  perform,
  run,
  settle,
  startAt,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const ask = {
  title: 'Ask for it',
  approvers: ['operator' as const],
  need: 2,
  deadlineSeconds: 60,
  show: { of: '{{ args.n }}' },
  routes: { granted: null, denied: null, expired: null },
}
const program = (...steps: ReturnType<typeof aStep>[]) =>
  aProgram({
    approvals: { ask },
    strategy: stepsInAnyOrder(...steps),
    actions: { act: anAction({ approval: 'ask' }), other: anAction() },
  })
const branches = program(
  aStep('first', { args: { n: 1 } }),
  aStep('other', { action: 'other' }),
  aStep('next', { action: 'other', after: ['other'] }),
)

describe('an approval between a planner and its actions', () => {
  it('asks about the step, while the other branch goes on', () => {
    const situation = after(branches, accept())
    expect(eventsOf(situation, 'approval.requested')).toMatchObject([
      {
        approval: `${run}.1`,
        subject: { of: 'step', policy: 'approval:ask', step: 'first' },
        approvers: ['operator'],
        need: 2,
        deadline: startAt + 60_000,
        message: 'Ask for it',
        show: { step: 'first', action: 'act', args: { n: 1 }, shown: { of: 1 } },
      },
    ])
    const on = perform(situation, settle('other'))
    expect(owedIds(on)).toEqual([`${run}/1/next`])
    const once = perform(on, decide(on, 'ann'))
    expect(owedIds(once)).toEqual([`${run}/1/next`])
    const twice = perform(once, decide(once, 'bob'))
    expect(owedIds(twice).toSorted()).toEqual([`${run}/1/first`, `${run}/1/next`])
  })

  it.each([
    ['denied', { decision: 'deny' as const }, 'Approval was refused: Ask for it'],
    ['expired', null, 'Nobody approved in time: Ask for it'],
  ])('fails the step that was %s, and the verifier judges it', (_, decision, message) => {
    const situation = after(program(aStep('first')), accept())
    const end = decision
      ? perform(situation, decide(situation, 'ann', decision))
      : perform(situation, { type: 'tick', at: startAt + 60_000 })
    expect(eventsOf(end, 'step.failed')).toMatchObject([{ error: { message, mayHaveHappened: false } }])
    expect(eventsOf(end, 'verdict.reached')).toMatchObject([{ verdict: 'rollback' }])
    expect(eventsOf(end, 'step.started')).toEqual([])
  })

  it('asks about each item of a list by itself', () => {
    const step = aStep('first', { args: { n: '{{ item }}' }, map: { over: '[1, 2, 3]' } })
    const situation = after(program(step), accept())
    const asked = eventsOf(situation, 'approval.requested')
    expect(asked.map(({ subject }) => subject.of === 'step' && subject.step)).toEqual([
      'first[0]',
      'first[1]',
      'first[2]',
    ])
    const about = { approval: `${run}.2` }
    const once = perform(situation, decide(situation, 'ann', undefined, about))
    const twice = perform(once, decide(once, 'bob', undefined, about))
    expect(owedIds(twice)).toEqual([`${run}/1/first[1]`])
    // One item can't be edited: its arguments are those of all.
    given(twice)
      .when(decide(twice, 'ann', { decision: 'edit', changes: [{ step: 'first', args: {} }] }))
      .rejects('edit-invalid')
  })

  it('is closed when the run is cancelled, and then nobody can decide it', () => {
    const situation = after(branches, accept())
    const cancelled = perform(situation, {
      type: 'cancel',
      at: startAt + 1,
      by: 'ann',
      reason: '',
      compensate: true,
    })
    expect(eventsOf(cancelled, 'approval.superseded')).toMatchObject([{ approval: `${run}.1` }])
    given(cancelled).when(decide(cancelled, 'bob')).rejects('approval-settled')
  })
})

describe('whose decision counts', () => {
  const request = { source: 'api' as const, method: 'POST', headers: {}, by: 'ann' }
  it('is not that of who started the run, who may still refuse it', () => {
    const situation = after(branches, accept({}, { request }))
    given(situation).when(decide(situation, 'ann')).rejects('own-run')
    given(situation)
      .when(decide(situation, 'ann', { decision: 'deny' }))
      .emits('approval.denied', 'step.failed')
    given(situation).when(decide(situation, 'bob')).emits('approval.granted')
  })

  it('is not that of who started the run with another token', () => {
    const person = { id: 'person:ann' }
    const situation = after(branches, accept({}, { request: { ...request, person } }))
    const theirs = { id: 'token:1', lineage: ['token:0', 'person:ann'] }
    given(situation)
      .when(decide(situation, 'deploy', undefined, { person: theirs }))
      .rejects('own-run')
    const another = { id: 'token:2', lineage: ['person:bob'] }
    given(situation)
      .when(decide(situation, 'deploy', undefined, { person: another }))
      .emits({ type: 'approval.granted', data: { by: 'deploy', person: another } })
  })

  it('is not that of who started the run above it', () => {
    const parent = {
      run: 'top.0.00000000-0000-7000-8000-000000000009',
      effect: 'x',
      depth: 1,
      budget: { endsAt: startAt + 600_000, costUsd: 10, steps: 10 },
      by: 'ann',
      person: { id: 'person:ann' },
    }
    const asChild = { source: 'loop' as const, method: 'POST', headers: {}, by: parent.run }
    const situation = after(branches, accept({}, { request: asChild, parent }))
    given(situation).when(decide(situation, 'ann')).rejects('own-run')
    const theirs = { id: 'token:1', lineage: ['person:ann'] }
    given(situation)
      .when(decide(situation, 'deploy', undefined, { person: theirs }))
      .rejects('own-run')
  })

  it('is told to the runs that it starts', () => {
    const loop = anAction({ call: { uses: 'loop', loop: 'child', input: null } })
    const person = { id: 'token:1', lineage: ['person:ann'] }
    const situation = after(
      aProgram({ actions: { act: loop } }),
      accept({}, { request: { ...request, person } }),
    )
    expect(owed(situation)).toContainEqual(
      expect.objectContaining({ kind: 'action', parent: expect.objectContaining({ by: 'ann', person }) }),
    )
  })
})

describe('whom a name stands for', () => {
  it('is in no scope of an expression', () => {
    const request = { source: 'api' as const, method: 'POST', headers: {}, by: 'ann' }
    const program = aProgram()
    const { state } = after(program, accept({}, { request: { ...request, person: { id: 'person:ann' } } }))
    if (state.status === 'new') throw new Error('It was accepted')
    expect(scopeOf(program, state)['request']).toEqual(request)
  })
})

describe('what an approval is about', () => {
  it('changes with what its step reads: the old request is closed, and another made', () => {
    const strategy = {
      type: 'goal' as const,
      want: ['paid'],
      minimise: 'cost' as const,
      candidates: [
        { id: 'ask', action: 'ask', args: {} },
        { id: 'pay', action: 'pay', args: { n: '{{ has(facts.n) ? facts.n : 0 }}' }, after: ['ask'] },
      ],
    }
    const changing = aProgram({
      approvals: { ask },
      strategy,
      actions: {
        ask: anAction({ gives: ['n'], freshSeconds: 30 }),
        pay: anAction({ gives: ['paid'], approval: 'ask' }),
      },
    })
    const first = after(changing, accept(), settle('ask', { ok: true, output: 7 }))
    expect(eventsOf(first, 'approval.requested')).toMatchObject([{ show: { args: { n: 7 } } }])
    const later = { at: startAt + 40_000, id: 's', name: 'any', data: null, by: 'host' }
    const second = given(first)
      .when({ type: 'signal', ...later })
      .emits(
        'signal.received',
        { type: 'approval.superseded', data: { approval: `${run}.1` } },
        {
          type: 'approval.requested',
          data: { approval: `${run}.2`, show: expect.objectContaining({ args: { n: 0 } }) },
        },
      )
    given(second)
      .when(decide(second, 'bob', undefined, { approval: `${run}.1`, at: startAt + 41_000 }))
      .rejects('approval-settled')
  })

  it('is gone when the run ends while it is asked', () => {
    const closes = startAt + 5_000
    const program = aProgram({
      policies: [
        asking('input'),
        {
          id: 'closed',
          title: 'Closed',
          at: 'input',
          when: `timestamp(now) >= timestamp("${new Date(closes).toISOString()}")`,
          effect: 'deny',
          message: 'We have closed.',
        },
      ],
    })
    given(after(program, accept()))
      .when({ type: 'tick', at: closes })
      .emits('policy.evaluated', 'approval.superseded', 'run.ended')
  })
})
