import { describe, expect, it } from 'vitest'
import { scopeOf } from '../../../shared/engine/scope.ts'
import { asking, decide } from '../../support/approvals.ts'
import {
  accept,
  after,
  eventsOf,
  failure,
  given,
  owedIds,
  perform,
  run,
  settle,
  startAt,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const back = (to = 'plan', feedback = 'Refund half of it.') => ({
  decision: 'send-back' as const,
  to,
  feedback,
})
const args = { because: "{{ sentBack == null ? 'first' : sentBack.feedback }}" }
const oneStep = stepsInAnyOrder(aStep('first', { args }))
const actions = { act: anAction(), other: anAction() }

describe('what a person sends back', () => {
  it('is planned anew in another iteration, which is told why', () => {
    const situation = after(aProgram({ policies: [asking('plan')], strategy: oneStep }), accept())
    const second = given(situation)
      .when(decide(situation, 'ann', back()))
      .emits(
        { type: 'approval.sent-back', data: { by: 'ann', to: 'plan', feedback: 'Refund half of it.' } },
        { type: 'iteration.started', data: { iteration: 2, because: null } },
        { type: 'plan.requested', data: { feedback: ['Sent back: Refund half of it.'] } },
        { type: 'plan.proposed', data: { iteration: 2 } },
        'policy.evaluated',
        'approval.requested',
      )
    expect(eventsOf(second, 'plan.proposed').map(({ plan }) => plan.steps[0]?.args)).toEqual([
      { because: 'first' },
      { because: 'Refund half of it.' },
    ])
  })

  it('counts as an iteration: past the limit the run takes the bail route', () => {
    const limits = { ...aProgram().limits, iterations: 1 }
    const situation = after(aProgram({ policies: [asking('plan')], limits }), accept())
    given(situation)
      .when(decide(situation, 'ann', back()))
      .emits(
        'approval.sent-back',
        { type: 'plan.rejected', data: { reasons: [expect.objectContaining({ code: 'iterations' })] } },
        { type: 'run.ended', data: { reason: 'iterations', node: 'safe' } },
      )
  })

  it('fails the step that was asked about, takes back what has not started, and awaits what runs', () => {
    const strategy = stepsInAnyOrder(
      aStep('first'),
      aStep('runs', { action: 'other' }),
      aStep('last', { action: 'other', after: ['runs'] }),
    )
    const program = aProgram({ policies: [asking('step', { on: ['act'] })], strategy, actions })
    const situation = after(program, accept())
    expect(owedIds(situation)).toEqual([`${run}/1/runs`])
    const waits = given(situation)
      .when(decide(situation, 'ann', back()))
      .emits(
        'approval.sent-back',
        {
          type: 'step.failed',
          data: { step: 'first', error: expect.objectContaining({ class: 'approval' }) },
        },
        { type: 'step.skipped', data: { step: 'last', reason: 'withdrawn' } },
      )
    expect(owedIds(waits)).toEqual([`${run}/1/runs`])
    given(waits)
      .when(settle('runs', failure(), { at: startAt + 3000 }))
      .emits(
        'step.failed',
        { type: 'iteration.started', data: { iteration: 2 } },
        'plan.requested',
        'plan.proposed',
        'plan.adopted',
        'policy.evaluated',
        'approval.requested',
        'step.started',
      )
  })

  it('closes what else was asked', () => {
    const strategy = stepsInAnyOrder(aStep('first'), aStep('second'))
    const situation = after(aProgram({ policies: [asking('step')], strategy }), accept())
    expect(eventsOf(situation, 'approval.requested')).toHaveLength(2)
    const sent = perform(situation, decide(situation, 'ann', back(), { approval: `${run}.1` }))
    expect(eventsOf(sent, 'approval.superseded')).toMatchObject([{ approval: `${run}.2` }])
  })

  it('goes from an approval node on the bail route to the planner', () => {
    const program = aProgram({
      approvals: {
        ask: {
          title: 'Ask',
          approvers: ['approver'],
          need: 2,
          deadlineSeconds: 600,
          show: null,
          routes: { granted: 'human', denied: 'safe', expired: 'safe' },
        },
      },
      verifiers: {
        verify: aVerifier({ onStepFailed: 'bail', routes: { ...aVerifier().routes, bail: 'ask' } }),
      },
    })
    const situation = after(program, accept(), settle('first', failure()))
    const sent = perform(situation, decide(situation, 'ann', back()))
    expect(eventsOf(sent, 'iteration.started')).toMatchObject([{ iteration: 1 }, { iteration: 2 }])
    expect(sent.state).toMatchObject({ stop: null, phase: { at: 'acting' } })
  })

  it('is read until that iteration is over, also once it is sent back itself', () => {
    const strategy = stepsInAnyOrder(aStep('first'), aStep('runs', { action: 'other' }))
    const program = aProgram({ policies: [asking('step', { on: ['act'] })], strategy, actions })
    const first = after(program, accept())
    const sent = perform(first, decide(first, 'ann', back()))
    const second = perform(sent, settle('runs', undefined, { at: startAt + 3000 }))
    const again = perform(second, decide(second, 'ann', back('plan', 'Refund none of it.')))
    expect(owedIds(again)).toEqual([`${run}/2/runs`])
    const read = ({ state }: typeof first) => (state.status === 'new' ? {} : scopeOf(program, state))
    expect(read(again)['sentBack']).toMatchObject({ feedback: 'Refund half of it.' })
    const third = perform(again, settle('runs', undefined, { iteration: 2, at: startAt + 6000 }))
    expect(read(third)['sentBack']).toMatchObject({ feedback: 'Refund none of it.' })
  })

  it('is read in that iteration alone', () => {
    const verify = aVerifier({
      checks: [{ type: 'rule', id: 'c', expr: 'run.iteration > 2', onFail: 'replan' }],
    })
    const situation = after(
      aProgram({
        policies: [asking('plan', { when: 'run.iteration == 1' })],
        strategy: oneStep,
        verifiers: { verify },
      }),
      accept(),
    )
    const second = perform(situation, decide(situation, 'ann', back()))
    const third = perform(second, settle('first', undefined, { iteration: 2, at: startAt + 3000 }))
    expect(eventsOf(third, 'step.started').map((step) => step.args)).toEqual([
      { because: 'Refund half of it.' },
      { because: 'first' },
    ])
  })

  it.each([
    ['a planner that there is not', back('gone')],
    ['a planner that the run was not at', back('later')],
    ['nothing to say', back('plan', ' ')],
  ])('is refused with %s', (_, decision) => {
    const base = aProgram()
    const planners = { ...base.planners, later: { ...base.planners['plan']!, title: 'Later' } }
    const situation = after(aProgram({ policies: [asking('plan')], planners }), accept())
    given(situation)
      .when(decide(situation, 'ann', decision))
      .rejects('send-back-invalid')
  })

  it('is refused at the input, which no planner has seen', () => {
    const situation = after(aProgram({ policies: [asking('input')] }), accept())
    given(situation)
      .when(decide(situation, 'ann', back()))
      .rejects('send-back-invalid')
  })
})
