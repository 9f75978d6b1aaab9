import { describe, expect, it } from 'vitest'
import type { ProgramAction } from '../../../shared/compile/program.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { replay } from '../../../shared/engine/replay.ts'
import type { WaitFor } from '../../../shared/graph/nodes/action.ts'
import type { Json } from '../../../shared/json.ts'
import { mockProbes, mockResponder } from '../../../shared/sim/mockResponder.ts'
import type { Respond } from '../../../shared/sim/respond.ts'
import { createSimulation, simulate } from '../../../shared/sim/simulate.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const base = { input: {} as Json, seed: 11, startAt: 1_700_000_000_000, trace: 'a'.repeat(32) }
const retry = { maxAttempts: 3, initialSeconds: 1, factor: 2, maxSeconds: 60, jitter: 'none' as const }
const typesOf = (events: readonly RunEvent[]) => events.map(({ type }) => type)
const one = (over: Partial<ProgramAction>) => aProgram({ actions: { act: anAction(over) } })
const outputOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'step.succeeded' ? [event.data.output] : []))

describe('waits in a simulation', () => {
  const waiting = (what: WaitFor) => one({ call: { uses: 'wait', for: what } })
  const forPaid: WaitFor = { type: 'event', event: 'paid', timeoutSeconds: 60 }

  it('end on the virtual clock', () => {
    const program = waiting({ type: 'duration', seconds: 1800 })
    const { events, state } = simulate({ ...base, program, respond: mockResponder() })
    expect(outputOf(events)).toEqual([{ at: '2023-11-14T22:43:20Z' }])
    expect(state).toMatchObject({ status: 'ended', outcome: 'succeeded', endedAt: base.startAt + 1_800_000 })
  })

  it('end with an event that is scheduled, once, however often it is delivered', () => {
    const signals = [
      { afterMs: 500, name: 'other', data: 0 },
      { afterMs: 1000, name: 'paid', data: 1, id: 'a' },
      { afterMs: 900, name: 'other', data: 2, id: 'b' },
      { afterMs: 950, name: 'other', data: 2, id: 'b' },
    ]
    const { events } = simulate({ ...base, program: waiting(forPaid), respond: mockResponder(), signals })
    expect(outputOf(events)).toEqual([
      { id: 'a', name: 'paid', data: 1, by: 'simulation', at: '2023-11-14T22:13:21Z' },
    ])
    expect(typesOf(events).filter((type) => type === 'signal.received')).toHaveLength(3)
  })

  it('end with an event that somebody sends', () => {
    const simulation = createSimulation({ ...base, program: waiting(forPaid), respond: mockResponder() })
    simulation.step()
    const { events } = simulation.send({ type: 'signal', id: '1', name: 'paid', data: null, by: 'me' })
    expect(typesOf(events)).toEqual(['signal.received', 'step.succeeded', 'verdict.reached', 'run.ended'])
  })

  it('go on after a crash where they were', () => {
    const program = waiting(forPaid)
    const signals = [{ afterMs: 2000, name: 'paid', data: 1 }]
    const whole = simulate({ ...base, program, respond: mockResponder(), signals })
    const crashed = simulate({
      ...base,
      program,
      respond: mockResponder(),
      signals,
      crashes: [10, 1999, 2001],
    })
    expect(crashed.events).toEqual(whole.events)
  })
})

describe('probes in a simulation', () => {
  const program = one({
    idempotency: 'none',
    retry,
    probe: { call: { uses: 'http', host: 'sandbox', method: 'GET', path: '/' }, happened: 'output.found' },
  })
  const losesFirst: Respond = ({ attempt }) => ({
    result: { ok: true, output: attempt },
    afterMs: 5,
    lost: attempt === 1,
  })

  it('find out what a lost answer was about', () => {
    const probe = mockProbes({ act: { found: true, id: 7 } })
    const { events } = simulate({ ...base, program, respond: losesFirst, probe })
    expect(outputOf(events)).toEqual([{ found: true, id: 7 }])
  })

  it('make it safe to try again', () => {
    const probe = mockProbes({ act: { found: false } })
    const { events } = simulate({ ...base, program, respond: losesFirst, probe })
    expect(outputOf(events)).toEqual([2])
  })

  it('are made again when they are lost, and anew after a crash', () => {
    let probes = 0
    const options = { ...base, program, respond: losesFirst }
    const lossy = simulate({
      ...options,
      probe: () => ({ result: { ok: true, output: { found: true } }, afterMs: 1, lost: (probes += 1) === 1 }),
    })
    expect(outputOf(lossy.events)).toEqual([{ found: true }])
    expect(probes).toBe(2)
    const crashed = simulate({ ...options, crashes: [1], probe: mockProbes({ act: { found: false } }) })
    expect(typesOf(crashed.events).filter((type) => type === 'step.probed')).toHaveLength(2)
    expect(outputOf(crashed.events)).toEqual([2])
  })

  it('leave it uncertain when they tell nothing', () => {
    const { events } = simulate({ ...base, program, respond: losesFirst })
    expect(typesOf(events)).toContain('step.uncertain')
  })
})

describe('child runs in a simulation', () => {
  const program = one({ call: { uses: 'loop', loop: 'child', input: {} } })

  it('end as they are mocked', () => {
    const usual = simulate({ ...base, program, respond: mockResponder() })
    expect(outputOf(usual.events)).toEqual([{ run: '', outcome: 'succeeded', body: null }])
    const respond = mockResponder({ act: { answers: 'outcome', outcome: 'bailed', body: null } })
    const failed = simulate({ ...base, program, respond })
    expect(failed.events.find(({ type }) => type === 'step.failed')?.data).toMatchObject({
      error: { class: 'child', message: 'The child run ended: bailed.' },
    })
  })

  it.for([true, false])(
    'are cancelled with the run, compensating %s, and answer nothing more',
    (compensate) => {
      const respond = mockResponder({ act: { answers: 'value', value: 1, delayMs: 60_000 } })
      const simulation = createSimulation({ ...base, program, respond })
      simulation.step()
      simulation.send({ type: 'cancel', by: 'me', reason: '', compensate })
      while (simulation.step());
      expect(simulation.state).toMatchObject({ status: 'ended', outcome: 'cancelled', children: [] })
      expect(typesOf(simulation.events).slice(-2)).toEqual(
        compensate ? ['step.failed', 'run.ended'] : ['run.ended', 'step.late'],
      )
    },
  )
})

describe('what a plan takes for granted, in a simulation', () => {
  const program = one({ assumes: [{ type: 'reachable', host: 'sandbox' }] })

  it('is so, unless the world says otherwise', () => {
    expect(simulate({ ...base, program, respond: mockResponder() }).state).toMatchObject({
      outcome: 'succeeded',
    })
    const reach = () => ({ reachable: false, message: 'It is down.', afterMs: 20 })
    const { events, state } = simulate({ ...base, program, respond: mockResponder(), reach })
    expect(state).toMatchObject({ status: 'ended', reason: 'assumption' })
    expect(events.find(({ type }) => type === 'assumption.checked')?.data).toMatchObject({ holds: false })
  })
})

describe('external planners in a simulation', () => {
  const program = aProgram({ strategy: { type: 'http', host: 'planner', path: '/' } })

  it('have no answer, unless the world gives one', () => {
    expect(simulate({ ...base, program, respond: mockResponder() }).state).toMatchObject({
      reason: 'no-plan',
    })
    const proposal = {
      contract: 'pavane.planner/1',
      planner: { name: 'world', version: '1' },
      steps: [{ id: 'first', action: 'act', args: {} }],
      rationale: [],
    }
    const plan = () => ({ result: { ok: true as const, proposal }, afterMs: 30, againAfterMs: [40] })
    const { events, state } = simulate({ ...base, program, respond: mockResponder(), plan })
    expect(state).toMatchObject({ status: 'ended', outcome: 'succeeded' })
    expect(typesOf(events).filter((type) => type === 'plan.answered')).toHaveLength(1)
  })
})

describe('a host that crashes in a simulation', () => {
  it('loses what was on its way and nothing else: the log folds to the same run', () => {
    const step = aStep('each', { map: { over: '[1, 2, 3]' }, args: { n: '{{ item }}' } })
    const program = aProgram({ actions: { act: anAction({ retry }) }, strategy: stepsInAnyOrder(step) })
    const sent: number[] = []
    const respond: Respond = (effect) => {
      sent.push(Number(effect.args.n))
      return { result: { ok: true, output: effect.args.n ?? null }, afterMs: 100 }
    }
    const { events, state } = simulate({ ...base, program, respond, crashes: [50] })
    expect(sent).toEqual([1, 2, 3, 1, 2, 3])
    expect(outputOf(events)).toEqual([1, 2, 3, [1, 2, 3]])
    expect(replay(events)).toEqual(state)
  })
})
