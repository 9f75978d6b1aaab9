import { describe, expect, it } from 'vitest'
import type { Fallback } from '../../../shared/graph/nodes/planner.ts'
import {
  accept,
  after,
  eventsOf,
  failure,
  given,
  owedIds,
  run,
  settle,
  success,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const undoable = anAction({ reversibility: 'compensable', undo: { action: 'undo', args: {} } })
const actions = { act: undoable, other: undoable, third: undoable, undo: anAction({ reversibility: 'pure' }) }
const instead: Fallback[] = [{ action: 'other' }, { action: 'third' }]

function program(fallback: Fallback[] = instead) {
  return aProgram({
    actions,
    strategy: stepsInAnyOrder(
      aStep('first', { fallback }),
      aStep('next', { after: ['first'], args: { got: '{{ steps.first.output }}' } }),
    ),
  })
}

const [standIn, second] = after(program(), accept()).events.flatMap((event) =>
  event.type === 'plan.proposed' ? event.data.plan.steps.filter((step) => step.insteadOf !== null) : [],
)
const one = standIn?.id ?? ''
const two = second?.id ?? ''

describe('a step with fallbacks', () => {
  it('needs none when it succeeds', () => {
    given(after(program(), accept()))
      .when(settle('first', success('kept')))
      .emits(
        'step.succeeded',
        { type: 'step.skipped', data: { step: one, reason: 'not-needed' } },
        { type: 'step.skipped', data: { step: two, reason: 'not-needed' } },
        { type: 'step.started', data: { step: 'next', args: { got: 'kept' } } },
      )
  })

  it('is stood in for when it failed, and whatever comes after it goes on with that output', () => {
    const failed = given(after(program(), accept()))
      .when(settle('first', failure()))
      .emits('step.failed', { type: 'step.started', data: { step: one, action: 'other' } })
    const next = given(failed)
      .when(settle(one, success('instead')))
      .emits('step.succeeded', 'step.skipped', {
        type: 'step.started',
        data: { step: 'next', args: { got: 'instead' } },
      })
    given(next).when(settle('next')).emits('step.succeeded', 'verdict.reached', 'run.ended')
    expect(eventsOf(next, 'check.completed')).toEqual([])
  })

  it('tries its fallbacks in order, and has failed when the last one has', () => {
    const situation = after(program(), accept(), settle('first', failure()))
    const last = given(situation)
      .when(settle(one, failure()))
      .emits('step.failed', { type: 'step.started', data: { step: two, action: 'third' } })
    const ended = given(last)
      .when(settle(two, failure()))
      .emits(
        'step.failed',
        { type: 'step.skipped', data: { step: 'next', reason: 'dependency' } },
        {
          type: 'check.completed',
          data: {
            check: 'steps.failed',
            message: `3 of 4 steps failed: “first” (http 500), “${one}” (http 500), “${two}” (http 500).`,
          },
        },
        'verdict.reached',
        'run.ended',
      )
    expect(ended.state).toMatchObject({ outcome: 'rolled-back' })
  })

  it('is not stood in for while nobody knows whether it happened', () => {
    const none = aProgram({
      actions: { ...actions, act: anAction({ idempotency: 'none' }) },
      strategy: stepsInAnyOrder(aStep('first', { fallback: instead })),
    })
    given(after(none, accept()))
      .when(settle('first', failure({ mayHaveHappened: true })))
      .emits(
        'step.uncertain',
        { type: 'step.skipped', data: { reason: 'not-needed' } },
        { type: 'step.skipped', data: { reason: 'not-needed' } },
        'check.completed',
        'verdict.reached',
        'run.ended',
      )
  })

  it('undoes what may have happened of both', () => {
    const verify = aVerifier({ checks: [{ type: 'rule', id: 'no', expr: 'false', onFail: 'rollback' }] })
    const rolledBack = aProgram({
      actions,
      verifiers: { verify },
      strategy: stepsInAnyOrder(aStep('first', { fallback: [{ action: 'other' }] })),
    })
    const situation = after(
      rolledBack,
      accept(),
      settle('first', failure({ mayHaveHappened: true })),
      settle(one, success()),
    )
    expect(owedIds(situation)).toEqual([`${run}/1/${one}/undo`])
    const next = after(
      rolledBack,
      accept(),
      settle('first', failure({ mayHaveHappened: true })),
      settle(one, success()),
      {
        type: 'settle-compensation',
        at: 1_700_000_009_000,
        effect: `${run}/1/${one}/undo`,
        attempt: 1,
        result: success(),
      },
    )
    expect(owedIds(next)).toEqual([`${run}/1/first/undo`])
  })
})
