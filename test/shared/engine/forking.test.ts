import { describe, expect, it } from 'vitest'
import type { Program } from '../../../shared/compile/program.ts'
import type { PlanEffect } from '../../../shared/engine/effect.ts'
import { forkOf } from '../../../shared/engine/forkOf.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { asking, decide } from '../../support/approvals.ts'
import { forkIn, logOf, forkReason as reason, ticketProgram, twice } from '../../support/forking.ts'
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
  settleUndo,
  startAt,
  success,
} from '../../support/given.ts'
import { anAnswer, external, withPlanner } from '../../support/plans.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

describe('a run that is forked', () => {
  it('begins where the other began the iteration, with its facts and its verdict', () => {
    const fork = forkIn(twice, 2)
    const forked = after(ticketProgram, accept({ n: 1 }, { fork, at: startAt + 9000 }))
    expect(eventsOf(forked, 'run.accepted')).toMatchObject([{ fork: { run, iteration: 2, reason } }])
    expect(eventsOf(forked, 'iteration.started')).toEqual(
      eventsOf(twice, 'iteration.started').filter(({ iteration }) => iteration === 2),
    )
    const args = { round: 2, ticket: { id: 'T-1' }, because: expect.stringContaining('Not yet.') }
    expect(eventsOf(forked, 'step.started')).toMatchObject([{ iteration: 2, args }])
    expect(eventsOf(forked, 'step.started')).toEqual(eventsOf(twice, 'step.started').slice(1))
  })

  it('keeps the words of why as a log can, which has no half characters', () => {
    const fork = { ...forkIn(twice, 2), reason: 'Half: \ud83d' }
    const forked = after(ticketProgram, accept({}, { fork }))
    expect(eventsOf(forked, 'run.accepted')).toMatchObject([{ fork: { reason: 'Half: \ufffd' } }])
  })

  it('says at which event it begins, and of which version that was', () => {
    const at = logOf(twice).find(({ type, data }) => type === 'iteration.started' && data.iteration === 2)
    expect(forkIn(twice, 2)).toMatchObject({ seq: at?.seq, hash: at?.hash, version: ticketProgram.version })
  })

  it('begins at the trigger, and carries nothing, where it is forked at its first iteration', () => {
    expect(forkIn(twice, 1).carried).toBeUndefined()
    const forked = after(ticketProgram, accept({ n: 2 }, { fork: forkIn(twice, 1) }))
    expect(eventsOf(forked, 'step.started')).toMatchObject([
      { iteration: 1, args: { round: 1, ticket: null, because: '' } },
    ])
  })

  it('asks its planner what the other run asked it, also what a person had sent back', () => {
    const context = { said: "{{ sentBack == null ? '' : sentBack.feedback }}" }
    const program = withPlanner({ strategy: { ...external, context } }, { policies: [asking('plan')] })
    const proposal = anAnswer([{ id: 'one', action: 'act', args: { n: 1 } }])
    const effect = `${run}/1/plan/1`
    const result = { ok: true as const, proposal }
    const asked = after(program, accept(), { type: 'settle-plan', at: startAt, effect, attempt: 1, result })
    const back = { decision: 'send-back' as const, to: 'plan', feedback: 'Refund half of it.' }
    const source = perform(asked, decide(asked, 'ann', back))
    const forked = after(program, accept({}, { fork: forkIn(source, 2) }))
    const requests = [source, forked].map((situation) => owed(situation).find(({ kind }) => kind === 'plan'))
    expect(requests[0]).toMatchObject({
      request: {
        previousPlan: { steps: [{ id: 'one' }] },
        feedback: ['Sent back: Refund half of it.'],
        context: { said: 'Refund half of it.' },
        limits: { iterations: program.limits.iterations - 2 },
      },
    })
    const left = expect.objectContaining({ iterations: program.limits.iterations - 1 })
    const request = { ...((requests[0] as PlanEffect).request as JsonObject), limits: left }
    expect(requests[1]).toMatchObject({ id: `${run}/2/plan/1`, request })
  })

  it('reads what the other run had verified', () => {
    const { plan } = aProgram().planners
    if (!plan) throw new Error('The program has a planner')
    const args = { of: '{{ passed.steps.first.n }}' }
    const program = aProgram({
      planners: { plan, next: { ...plan, strategy: stepsInAnyOrder(aStep('second', { args })) } },
      verifiers: { verify: aVerifier({ routes: { ...aVerifier().routes, pass: 'next' } }) },
    })
    const source = after(program, accept(), settle('first', success({ n: 3 })))
    const forked = after(program, accept({}, { fork: forkIn(source, 2) }))
    expect(eventsOf(forked, 'step.started')).toMatchObject([{ step: 'second', args: { of: 3 } }])
  })

  it('leaves what the other run did alone when it rolls back', () => {
    const rollingBack: Program = {
      ...ticketProgram,
      verifiers: {
        verify: aVerifier({ checks: [{ type: 'rule', id: 'no', expr: 'false', onFail: 'rollback' }] }),
      },
    }
    const forked = after(
      rollingBack,
      accept({}, { fork: forkIn(twice, 2) }),
      settle('first', success({ id: 'T-2' }), { iteration: 2 }),
    )
    expect(eventsOf(forked, 'compensation.started')).toMatchObject([
      { undoes: `${run}/2/first`, args: { of: { id: 'T-2' } } },
    ])
    const over = perform(forked, settleUndo('first', success(), { iteration: 2 }))
    expect(eventsOf(over, 'run.ended')).toMatchObject([{ outcome: 'rolled-back', notUndone: [] }])
  })

  it('counts its own iterations against the limit, and says how many it took', () => {
    const limits = { ...ticketProgram.limits, iterations: 1 }
    const once: Program = { ...ticketProgram, limits }
    const forked = after(
      once,
      accept({}, { fork: forkIn(twice, 2) }),
      settle('first', success({ id: 'T-2' }), { iteration: 2 }),
    )
    expect(eventsOf(forked, 'run.ended')).toMatchObject([{ reason: 'iterations', iterations: 1 }])
  })

  it('carries no fact that was undone since, and none that no action of its version gives', () => {
    const cancelled = perform(twice, {
      type: 'cancel',
      at: startAt + 5000,
      by: 'ann',
      reason: '',
      compensate: true,
    })
    const settled = perform(cancelled, settle('first', success({ id: 'T-2' }), { iteration: 2 }))
    const undone = [2, 1].reduce(
      (now, iteration) => perform(now, settleUndo('first', success(), { iteration })),
      settled,
    )
    expect(forkIn(twice, 2).carried?.facts).toEqual([
      { name: 'ticket', value: { id: 'T-1' }, at: startAt, action: 'act' },
    ])
    expect(forkIn(undone, 2).carried?.facts).toEqual([])
    const giving: Program = { ...ticketProgram, actions: { act: anAction(), undo: anAction() } }
    expect(forkIn(twice, 2, giving).carried?.facts).toEqual([])
  })

  it('takes a fact for no fresher than it is', () => {
    const act = anAction({ gives: ['ticket'], freshSeconds: 60 })
    const program: Program = { ...ticketProgram, actions: { ...ticketProgram.actions, act } }
    const fork = forkIn({ ...twice, program }, 2)
    const tickets = [30, 90].map((seconds) => {
      const forked = after(program, accept({}, { fork, at: startAt + seconds * 1000 }))
      return eventsOf(forked, 'step.started')[0]?.args['ticket']
    })
    expect(tickets).toEqual([{ id: 'T-1' }, null])
  })

  it('takes the input for no fresher than it is, unless another is given', () => {
    const trigger = { ...ticketProgram.trigger, maxAgeSeconds: 60 }
    const program: Program = { ...ticketProgram, trigger }
    const { observedAt, ...other } = forkIn(twice, 2)
    const at = startAt + 90_000
    const stale = after(program, accept({}, { fork: { ...other, observedAt: startAt }, at }))
    expect(observedAt).toBe(startAt)
    expect(eventsOf(stale, 'run.ended')).toMatchObject([{ reason: 'stale' }])
    expect(owedIds(after(program, accept({}, { fork: other, at })))).toEqual([`${run}/2/first`])
    const source = { program, events: logOf(twice), undone: [] }
    const given = forkOf(source, program, { iteration: 2, reason, otherInput: true })
    expect(given.ok && given.fork).toEqual(other)
  })

  it('is refused where the version has no such planner, and where the run began no such iteration', () => {
    const { plan, ...none } = ticketProgram.planners
    if (!plan) throw new Error('The program has a planner')
    const trigger = { ...ticketProgram.trigger, to: 'other' }
    const program: Program = { ...ticketProgram, trigger, planners: { ...none, other: plan } }
    given(after(program))
      .when(accept({}, { fork: forkIn(twice, 2) }))
      .rejects('fork-invalid')
    given(after(program))
      .when(accept({}, { fork: forkIn(twice, 1) }))
      .emits(
        'run.accepted',
        'input.checked',
        { type: 'iteration.started', data: { planner: 'other' } },
        'plan.requested',
        'plan.proposed',
        'plan.adopted',
        'step.started',
      )
    const source = { program, events: logOf(twice), undone: [] }
    expect(forkOf(source, program, { iteration: 3, reason, otherInput: false })).toMatchObject({
      ok: false,
      rejection: {
        code: 'fork-invalid',
        errors: [{ pointer: '/iteration', message: expect.stringContaining('iterations 1 to 2') }],
      },
    })
  })
})
