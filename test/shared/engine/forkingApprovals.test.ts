import { describe, expect, it } from 'vitest'
import type { Program } from '../../../shared/compile/program.ts'
import { asking, decide } from '../../support/approvals.ts'
import { forkIn, ticketProgram, twice } from '../../support/forking.ts'
import { accept, after, eventsOf, perform, type Situation, settle } from '../../support/given.ts'
import { aVerifier } from '../../support/programs.ts'

describe('an approval on the way to a fork', () => {
  const approval = {
    title: 'Agree',
    approvers: [],
    need: 1,
    deadlineSeconds: 60,
    show: null,
    routes: { granted: 'plan', denied: null, expired: null },
  }
  const grant = (situation: Situation) => perform(situation, decide(situation, 'bob'))

  it('has to be given again, also where only the other version asks for it', () => {
    const asking: Program = {
      ...ticketProgram,
      trigger: { ...ticketProgram.trigger, to: 'agree' },
      approvals: { agree: approval },
    }
    const granted = grant(after(asking, accept({ n: 1 })))
    const sources: Situation[] = [perform(granted, settle('first')), twice]
    for (const source of sources) {
      const waits = after(asking, accept({}, { fork: forkIn(source, 2, asking) }))
      expect(eventsOf(waits, 'approval.requested')).toMatchObject([{ subject: { node: 'agree' } }])
      expect(eventsOf(waits, 'iteration.started')).toEqual([])
      expect(eventsOf(grant(waits), 'iteration.started')).toMatchObject([{ iteration: 2, planner: 'plan' }])
    }
  })

  it('is asked for in the order of the way, so that a denial leads round none', () => {
    const twoAsking: Program = {
      ...ticketProgram,
      trigger: { ...ticketProgram.trigger, to: 'outer' },
      // In another order than that of the way, as their names may be.
      approvals: {
        inner: { ...approval, routes: { granted: 'plan', denied: 'plan', expired: null } },
        outer: { ...approval, routes: { granted: 'inner', denied: null, expired: null } },
      },
    }
    const source = perform(grant(grant(after(twoAsking, accept({ n: 1 })))), settle('first'))
    for (const from of [source, twice]) {
      const waits = after(twoAsking, accept({}, { fork: forkIn(from, 2, twoAsking) }))
      expect(eventsOf(waits, 'approval.requested')).toMatchObject([{ subject: { node: 'outer' } }])
      const denied = perform(waits, decide(waits, 'bob', { decision: 'deny' }))
      expect(eventsOf(denied, 'iteration.started')).toEqual([])
    }
  })

  it('leads on to the planner of the iteration, wherever it leads by itself', () => {
    const { plan } = ticketProgram.planners
    const onwards: Program = {
      ...ticketProgram,
      trigger: { ...ticketProgram.trigger, to: 'agree' },
      approvals: { agree: approval },
      planners: { ...ticketProgram.planners, ...(plan ? { other: plan } : {}) },
      verifiers: {
        verify: aVerifier({
          checks: [{ type: 'rule', id: 'no', expr: 'false', onFail: 'replan' }],
          routes: { pass: 'done', replan: 'other', rollback: 'undone', escalate: 'safe', bail: 'safe' },
        }),
      },
    }
    const source = perform(grant(after(onwards, accept({ n: 1 }))), settle('first'))
    const forked = grant(after(onwards, accept({}, { fork: forkIn(source, 2) })))
    expect(eventsOf(forked, 'iteration.started')).toMatchObject([{ iteration: 2, planner: 'other' }])
  })

  it('that leads to another planner brings none what a person had sent back', () => {
    const { plan } = ticketProgram.planners
    const detour: Program = {
      ...ticketProgram,
      trigger: { ...ticketProgram.trigger, to: 'agree' },
      approvals: { agree: { ...approval, routes: { granted: 'plan', denied: 'other', expired: null } } },
      planners: { ...ticketProgram.planners, ...(plan ? { other: plan } : {}) },
      policies: [asking('plan', { when: 'run.iteration == 1' })],
    }
    const waits = grant(after(detour, accept({ n: 1 })))
    const back = { decision: 'send-back' as const, to: 'plan', feedback: 'Ask first.' }
    const source = perform(waits, decide(waits, 'ann', back))
    const asked = after(detour, accept({}, { fork: forkIn(source, 2) }))
    expect(eventsOf(grant(asked), 'plan.requested')).toMatchObject([
      { planner: 'plan', feedback: ['Sent back: Ask first.'] },
    ])
    const denied = perform(asked, decide(asked, 'bob', { decision: 'deny' }))
    expect(eventsOf(denied, 'iteration.started')).toMatchObject([{ iteration: 2, planner: 'other' }])
    expect(denied.state).toMatchObject({ sentBack: null, iteration: { feedback: [] } })
  })

  it('is asked for again where it was given on the way from a verdict, and not where another way leads past it', () => {
    const escalating: Program = {
      ...ticketProgram,
      approvals: { agree: approval },
      verifiers: {
        verify: aVerifier({
          checks: [{ type: 'rule', id: 'no', expr: 'run.iteration >= 3', onFail: 'escalate' }],
          routes: { pass: 'done', replan: 'plan', rollback: 'undone', escalate: 'agree', bail: 'safe' },
        }),
      },
    }
    const escalated = after(escalating, accept({ n: 1 }), settle('first'))
    const source = grant(escalated)
    expect(forkIn(source, 2).carried?.approvals).toEqual(['agree'])
    expect(forkIn(twice, 2, escalating).carried?.approvals).toEqual([])
    const waits = after(escalating, accept({}, { fork: forkIn(source, 2) }))
    expect(eventsOf(grant(waits), 'step.started')).toMatchObject([{ iteration: 2 }])
    // A fork of a version that does not ask does not make those of its forks forget that they have to.
    const between = after(ticketProgram, accept({}, { fork: forkIn(source, 2, ticketProgram) }))
    expect(eventsOf(between, 'approval.requested')).toEqual([])
    const again = after(escalating, accept({}, { fork: forkIn(between, 2, escalating) }))
    expect(eventsOf(again, 'approval.requested')).toMatchObject([{ subject: { node: 'agree' } }])
  })
})
