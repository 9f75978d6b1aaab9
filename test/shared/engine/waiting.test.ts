import { describe, expect, it } from 'vitest'
import type { ProgramAction } from '../../../shared/compile/program.ts'
import type { Command } from '../../../shared/engine/command.ts'
import { signalBounds } from '../../../shared/engine/signals.ts'
import type { WaitFor } from '../../../shared/graph/nodes/action.ts'
import type { StepTemplate } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import {
  accept,
  after,
  eventsOf,
  given,
  owed,
  owedIds,
  perform,
  settle,
  startAt,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

function waits(what: WaitFor, over: Partial<ProgramAction> = {}, ...steps: StepTemplate[]) {
  const wait = anAction({ call: { uses: 'wait', for: what }, reversibility: 'pure', ...over })
  const planned = steps.length > 0 ? steps : [aStep('first', { action: 'wait' })]
  return aProgram({ actions: { wait, act: anAction() }, strategy: stepsInAnyOrder(...planned) })
}

const tick = (afterMs: number): Command => ({ type: 'tick', at: startAt + afterMs })

function signal(id: string, data: Json = null, over: { name?: string; afterMs?: number } = {}): Command {
  const { name = 'paid', afterMs = 100 } = over
  return { type: 'signal', at: startAt + afterMs, id, name, data, by: 'shop' }
}

const timers = (situation: Parameters<typeof owed>[0]) =>
  owed(situation).flatMap((effect) => (effect.kind === 'timer' ? [effect.at - startAt] : []))

describe('a wait for time', () => {
  it('asks nothing of the host but a timer, and ends with it', () => {
    const situation = after(waits({ type: 'duration', seconds: 30 }), accept())
    expect(owedIds(situation)).toEqual([])
    expect(timers(situation)).toContain(30_000)
    given(situation).when(tick(29_999)).emits()
    given(situation)
      .when(tick(30_000))
      .emits(
        { type: 'step.succeeded', data: { output: { at: '2023-11-14T22:13:50Z' } } },
        'verdict.reached',
        'run.ended',
      )
  })

  it('reads how long from an expression, once, when it starts', () => {
    const program = waits({ type: 'duration', seconds: 'input.minutes * 60' })
    expect(timers(after(program, accept({ minutes: 2 })))).toContain(120_000)
    expect(eventsOf(after(program, accept({ minutes: 'two' })), 'step.failed')).toMatchObject([
      { error: { class: 'expression' } },
    ])
    expect(eventsOf(after(program, accept({ minutes: -1 })), 'step.failed')).toHaveLength(1)
  })

  it('waits until a point in time, and not at all for one that is past', () => {
    const program = waits({ type: 'until', time: '{{ input.due }}' })
    expect(timers(after(program, accept({ due: '2023-11-14T22:14:20+00:00' })))).toContain(60_000)
    expect(after(program, accept({ due: '2020-01-01T00:00:00Z' })).state.status).toBe('ended')
    expect(eventsOf(after(program, accept({ due: 'soon' })), 'step.failed')).toMatchObject([
      { error: { class: 'expression' } },
    ])
  })

  it('is nothing that a host could have a result of', () => {
    const situation = after(waits({ type: 'duration', seconds: 30 }), accept())
    given(situation).when(settle('first')).rejects('unknown-effect')
    given(situation)
      .when({ type: 'recover', at: startAt + 1 })
      .emits()
  })

  it('takes no place from what is at work, and its time goes on in a pause', () => {
    const steps = ['a', 'b', 'c', 'd', 'e'].map((id) => aStep(id, { action: 'wait' }))
    const situation = after(waits({ type: 'duration', seconds: 30 }, {}, ...steps, aStep('go')), accept())
    expect(eventsOf(situation, 'step.started')).toHaveLength(6)
    const paused = perform(situation, { type: 'pause', at: startAt + 1, by: 'me', reason: '' })
    expect(timers(paused)).toContain(30_000)
    given(paused)
      .when(tick(30_000))
      .emits(...steps.map(() => 'step.succeeded' as const))
  })

  it('ends at once when the run is cancelled', () => {
    const situation = after(waits({ type: 'duration', seconds: 30 }), accept())
    const ended = given(situation)
      .when({ type: 'cancel', at: startAt + 1, by: 'me', reason: '', compensate: true })
      .emits('run.cancelled', 'step.failed', 'run.ended')
    expect(eventsOf(ended, 'step.failed')).toMatchObject([{ error: { mayHaveHappened: false } }])
  })

  it('that is longer than its run ends with the run, for its duration', () => {
    const program = waits({ type: 'duration', seconds: 3601 })
    const situation = after(program, accept())
    expect(Math.min(...timers(situation))).toBe(3_600_000)
    given(situation).when(tick(3_599_999)).emits()
    expect(after(program, accept(), tick(3_600_000)).state).toMatchObject({
      status: 'ended',
      reason: 'duration',
      outcome: 'bailed',
    })
  })

  it('did not happen when the run’s time is up before', () => {
    const situation = after(waits({ type: 'duration', seconds: 7200 }), accept())
    given(situation).when(tick(3_600_000)).emits('step.failed', 'plan.rejected', 'run.ended')
  })
})

describe('a wait for an event', () => {
  const forPaid: WaitFor = {
    type: 'event',
    event: 'paid',
    match: 'event.data.order == args.order',
    timeoutSeconds: 60,
  }
  const step = aStep('first', { action: 'wait', args: { order: '{{ input.order }}' } })
  const program = waits(forPaid, {}, step)
  const start = accept({ order: 7 })

  it('takes the first event of its name that matches', () => {
    const situation = after(program, start, signal('1', { order: 6 }))
    given(situation)
      .when(signal('2', { order: 7 }, { name: 'sent' }))
      .emits('signal.received')
    given(situation)
      .when(signal('3', { order: 7 }))
      .emits(
        { type: 'signal.received', data: { id: '3', name: 'paid', by: 'shop' } },
        {
          type: 'step.succeeded',
          data: {
            output: { id: '3', name: 'paid', data: { order: 7 }, by: 'shop', at: '2023-11-14T22:13:20.100Z' },
          },
        },
        'verdict.reached',
        'run.ended',
      )
  })

  it('takes one that came before it waited', () => {
    const later = waits(forPaid, {}, aStep('before'), { ...step, after: ['before'] })
    const situation = after(later, start, signal('1', { order: 7 }), settle('before'))
    expect(situation.state).toMatchObject({ status: 'ended', outcome: 'succeeded' })
  })

  it('counts each event once, by its id', () => {
    const situation = after(program, start, signal('1', { order: 6 }))
    given(situation)
      .when(signal('1', { order: 7 }))
      .rejects('duplicate')
  })

  it('gives an event to one wait alone, the first in the plan', () => {
    const two = waits(
      { type: 'event', event: 'paid', timeoutSeconds: 60 },
      {},
      aStep('first', { action: 'wait' }),
      aStep('other', { action: 'wait' }),
    )
    const situation = given(after(two, accept()))
      .when(signal('1'))
      .emits('signal.received', { type: 'step.succeeded', data: { step: 'first' } })
    given(situation)
      .when(signal('2'))
      .emits(
        'signal.received',
        { type: 'step.succeeded', data: { step: 'other' } },
        'verdict.reached',
        'run.ended',
      )
  })

  it('fails when none came in time, and says what came instead', () => {
    const situation = after(program, start, signal('1', { order: 6 }), signal('2', 'text'), tick(60_000))
    expect(eventsOf(situation, 'step.failed')).toMatchObject([
      { error: { class: 'timeout', retryable: false, mayHaveHappened: false } },
    ])
    expect(eventsOf(situation, 'step.failed')[0]?.error.message).toMatch(
      /^No event “paid” came within 60 seconds; 2 came that did not match \(the condition could not be evaluated: /,
    )
  })

  it('goes on without one, where it says so', () => {
    const situation = after(waits({ ...forPaid, onTimeout: 'go-on' }, {}, step), start, tick(60_000))
    expect(eventsOf(situation, 'step.succeeded')).toMatchObject([{ output: null }])
  })

  it('takes none that came after its time', () => {
    const situation = after(program, start)
    const late = given(situation)
      .when(signal('1', { order: 7 }, { afterMs: 60_001 }))
      .emits('signal.received', 'step.failed', 'check.completed', 'verdict.reached', 'run.ended')
    expect(eventsOf(late, 'step.succeeded')).toEqual([])
  })

  it('keeps so many events and refuses more, but for one that is waited for', () => {
    const kept = Array.from({ length: signalBounds.waiting }, (_, n) => signal(`n${n}`, { order: n + 100 }))
    const full = after(program, start, ...kept)
    given(full)
      .when(signal('more', { order: 1 }))
      .rejects('too-many-signals')
    given(full)
      .when(signal('mine', { order: 7 }))
      .emits('signal.received', 'step.succeeded', 'verdict.reached', 'run.ended')
  })

  it('is not ended by what another step happens to bring', () => {
    const both = waits(forPaid, {}, step, aStep('other'))
    const situation = after(
      both,
      start,
      signal('1', { order: 6 }),
      settle('other', { ok: true, output: { id: '1', name: 'paid' } }),
    )
    expect(situation.state).toMatchObject({ signals: [{ id: '1' }] })
  })

  it('takes events after a pause and while the run is queued, but not after its end', () => {
    const queued = after(program, { ...start, queued: true } as Command, signal('1', { order: 7 }))
    expect(queued.state).toMatchObject({ phase: { at: 'queued' }, signals: [{ id: '1' }] })
    const ended = perform(queued, { type: 'admit', at: startAt + 200 })
    expect(ended.state).toMatchObject({ status: 'ended', outcome: 'succeeded' })
    given(ended).when(signal('2')).rejects('already-ended')
  })
})

describe('a wait that maps over a list', () => {
  it('gives each item its own event', () => {
    const step = aStep('each', {
      action: 'wait',
      map: { over: 'input.orders' },
      args: { order: '{{ item }}' },
    })
    const program = waits(
      { type: 'event', event: 'paid', match: 'event.data == item', timeoutSeconds: 60 },
      {},
      step,
    )
    const situation = after(program, accept({ orders: [1, 2] }), signal('b', 2), signal('a', 1))
    expect(eventsOf(situation, 'step.succeeded').at(-1)).toMatchObject({
      step: 'each',
      output: [{ id: 'a' }, { id: 'b' }],
    })
  })
})
