import { describe, expect, it } from 'vitest'
import type { ProgramAction } from '../../../shared/compile/program.ts'
import type { Command } from '../../../shared/engine/command.ts'
import type { Parent } from '../../../shared/engine/event.ts'
import { defaultLimits } from '../../../shared/graph/limits.ts'
import { accept, after, eventsOf, failure, given, owed, run, settle, startAt } from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

function parent(over: Partial<ProgramAction> = {}, limits = {}) {
  return aProgram({
    actions: {
      act: anAction({ call: { uses: 'loop', loop: 'child', input: {} }, idempotency: 'none', ...over }),
      pay: anAction({ costUsd: 1 }),
    },
    strategy: stepsInAnyOrder(aStep('first'), aStep('paid', { action: 'pay' })),
    limits: { ...defaultLimits, ...limits },
  })
}

const of = (over: Partial<Parent> = {}): Parent => ({
  run: 'above.0.00000000-0000-7000-8000-000000000000',
  effect: 'above/1/call',
  depth: 1,
  budget: { endsAt: startAt + 10_000, costUsd: 2, steps: 3 },
  ...over,
})

const kinds = (situation: Parameters<typeof owed>[0]) =>
  owed(situation).flatMap((effect) => (effect.kind === 'timer' ? [] : [effect.kind]))
const cancel = (compensate: boolean): Command => ({
  type: 'cancel',
  at: startAt + 500,
  by: 'me',
  reason: '',
  compensate,
})
const childFailed = failure({ class: 'child', message: 'It was cancelled.', mayHaveHappened: true })

describe('a step that is a run of another loop', () => {
  it('is told who waits for it and what is left of the budget', () => {
    const program = parent({}, { costUsd: 5, steps: 10, durationSeconds: 60 })
    const situation = after(program, accept(), settle('paid', { ok: true, output: 1, costUsd: 1.5 }))
    expect(owed(situation).find(({ kind }) => kind === 'action')).toMatchObject({
      id: `${run}/1/first`,
      timeoutMs: 60_000,
      parent: {
        run,
        effect: `${run}/1/first`,
        depth: 1,
        budget: { endsAt: startAt + 60_000, costUsd: 4, steps: 8 },
      },
    })
    expect(eventsOf(situation, 'step.started')).toMatchObject([{ child: true }, { step: 'paid' }])
    expect(eventsOf(situation, 'step.started')[1]).not.toHaveProperty('child')
  })

  it('costs what the child cost, also when it failed', () => {
    const situation = after(parent(), accept(), settle('first', { ...childFailed, costUsd: 0.25 }))
    expect(eventsOf(situation, 'step.failed')).toMatchObject([{ costUsd: 0.25, error: { class: 'child' } }])
    expect(situation.state).toMatchObject({ costUsd: 0.25, children: [] })
  })

  it('is one and the same run for all attempts, so a crash makes nothing uncertain', () => {
    given(after(parent(), accept()))
      .when({ type: 'recover', at: startAt + 1 })
      .emits()
  })

  it('is cancelled with the run, whose undoing waits for its result', () => {
    const situation = after(parent(), accept(), settle('paid'), cancel(true))
    expect(owed(situation).filter(({ kind }) => kind === 'cancel-child')).toEqual([
      { kind: 'cancel-child', id: `${run}/1/first/cancel`, child: `${run}/1/first`, compensate: true },
    ])
    const ended = given(situation).when(settle('first', childFailed)).emits('step.failed', 'run.ended')
    expect(kinds(ended)).toEqual([])
  })

  it('is cancelled when the run is stopped at once, until its result is in', () => {
    const situation = after(parent(), accept(), cancel(false))
    expect(situation.state.status).toBe('ended')
    expect(owed(situation)).toEqual([
      { kind: 'cancel-child', id: `${run}/1/first/cancel`, child: `${run}/1/first`, compensate: false },
    ])
    const late = given(situation).when(settle('first', childFailed)).emits('step.late')
    expect(owed(late)).toEqual([])
    given(late).when(settle('first', childFailed)).rejects('duplicate')
  })

  it('is cancelled when the run’s time is up', () => {
    const program = parent({}, { durationSeconds: 60 })
    const situation = after(program, accept(), settle('paid'), { type: 'tick', at: startAt + 60_000 })
    expect(eventsOf(situation, 'step.uncertain')).toMatchObject([{ step: 'first' }])
    expect(kinds(situation)).toEqual(['cancel-child'])
    expect(kinds(given(situation).when(settle('first')).emits('step.late'))).toEqual([])
  })

  it('is cancelled when the host could not reach it any more', () => {
    const lost = failure({ class: 'network', retryable: true, mayHaveHappened: true })
    expect(kinds(after(parent(), accept(), settle('paid'), settle('first', lost)))).toEqual(['cancel-child'])
    const refused = failure({ class: 'configuration', mayHaveHappened: false })
    expect(kinds(after(parent(), accept(), settle('paid'), settle('first', refused)))).toEqual([])
  })

  it('is told the loops of the runs above it, the first one first', () => {
    const loopsAbove = (over: Partial<Parent>) =>
      owed(after(parent(), { ...accept(), parent: of(over) } as Command)).flatMap((effect) =>
        effect.kind === 'action' && effect.parent ? [effect.parent.loops] : [],
      )
    expect(loopsAbove({ depth: 2, loops: ['top', 'above'] })).toEqual([['top', 'above', 'probe']])
    expect(loopsAbove({ depth: 2 })).toEqual([['probe']])
  })

  it('does not nest deeper than eight runs', () => {
    const deep = { ...accept(), parent: of({ depth: 8 }) } as Command
    expect(eventsOf(after(parent(), deep), 'step.failed')).toMatchObject([
      { step: 'first', error: { class: 'child', mayHaveHappened: false } },
    ])
  })
})

describe('a child run', () => {
  const child = aProgram({ strategy: stepsInAnyOrder(...['a', 'b', 'c', 'd'].map((id) => aStep(id))) })
  const accepted = { ...accept(), parent: of() } as Command

  it('has the parent’s time, if that is shorter', () => {
    const situation = after(child, accepted)
    expect(owed(situation)).toContainEqual(expect.objectContaining({ kind: 'timer', at: startAt + 10_000 }))
    given(situation)
      .when({ type: 'tick', at: startAt + 9999 })
      .emits()
    const ended = after(child, accepted, { type: 'tick', at: startAt + 10_000 })
    expect(ended.state).toMatchObject({ status: 'ended', reason: 'duration' })
  })

  it('starts no more steps, and costs no more, than the parent has left', () => {
    expect(eventsOf(after(child, accepted), 'step.skipped')).toMatchObject([{ step: 'd', reason: 'limit' }])
    const dear = aProgram({
      actions: { act: anAction({ costUsd: 1 }) },
      strategy: stepsInAnyOrder(...['a', 'b', 'c'].map((id) => aStep(id))),
    })
    const situation = after(dear, {
      ...accept(),
      parent: of({ budget: { endsAt: startAt + 9, costUsd: 2, steps: 9 } }),
    } as Command)
    expect(eventsOf(situation, 'step.skipped')).toMatchObject([
      { step: 'c', message: 'The run may cost $2; it would cost $3.' },
    ])
  })

  it('gives its own children what is left of its own', () => {
    const situation = after(parent(), { ...accept(), parent: of({ depth: 3 }) } as Command)
    expect(owed(situation).find((effect) => effect.kind === 'action' && effect.parent)).toMatchObject({
      parent: { depth: 4, budget: { endsAt: startAt + 10_000, costUsd: 1, steps: 1 } },
    })
  })

  it.for([
    ['too deep', of({ depth: 9 })],
    ['not valid', { run: 'x' } as unknown as Parent],
  ] as const)('is refused when what it says of its parent is %s', ([, made]) => {
    given({ ...after(child), program: child })
      .when({ ...accept(), parent: made } as Command)
      .rejects('input-invalid')
  })
})
