import { describe, expect, it } from 'vitest'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { replay } from '../../../shared/engine/replay.ts'
import type { Json } from '../../../shared/json.ts'
import { mockResponder } from '../../../shared/sim/mockResponder.ts'
import { createSimulation, simulate } from '../../../shared/sim/simulate.ts'
import { withFaults } from '../../../shared/sim/withFaults.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const base = { input: {} as Json, seed: 11, startAt: 1_000_000, trace: 'a'.repeat(32) }
const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type)

describe('a simulation', () => {
  it('runs a loop to its end, sealed as a real log is', () => {
    const { events, state } = simulate({ ...base, program: aProgram(), respond: mockResponder() })
    expect(state).toMatchObject({ status: 'ended', outcome: 'succeeded' })
    expect(replay(events)).toEqual(state)
    expect(verifyChain(events)).toMatchObject({ ok: true })
  })

  it('gives the same events to the byte for the same options', () => {
    const program = retrying()
    const once = () =>
      simulate({
        ...base,
        program,
        respond: withFaults(mockResponder(), { failed: 0.4, lost: 0.2, late: 0.2 }),
      })
    expect(JSON.stringify(once())).toBe(JSON.stringify(once()))
  })

  it('shows the timeout of an answer that is lost, and tries again', () => {
    let calls = 0
    const { events } = simulate({
      ...base,
      program: retrying(),
      respond: () => ({ result: { ok: true, output: 1 }, afterMs: 5, lost: (calls += 1) === 1 }),
    })
    expect(calls).toBe(2)
    expect(events.find((event) => event.type === 'step.retried')?.data).toMatchObject({
      error: { class: 'timeout' },
    })
    expect(typesOf(events)).toContain('step.succeeded')
  })

  it('records an answer that comes late and one that comes twice, and neither changes the outcome', () => {
    const { events, state } = simulate({
      ...base,
      program: retrying(),
      respond: ({ attempt, timeoutMs }) => ({
        result: { ok: true, output: attempt },
        afterMs: attempt === 1 ? timeoutMs + 5000 : 100_000,
        againAfterMs: [timeoutMs + 6000],
      }),
    })
    expect(events.filter((event) => event.type === 'step.late')).toHaveLength(1)
    expect(state.status).toBe('ended')
  })

  it('evaluates transforms for real', () => {
    const program = aProgram({
      actions: {
        act: anAction({
          call: { uses: 'transform', value: { twice: '{{ args.n * 2 }}' } },
          reversibility: 'pure',
        }),
      },
      strategy: stepsInAnyOrder(aStep('double', { args: { n: '{{ input.n }}' } })),
    })
    const { events } = simulate({ ...base, input: { n: 21 }, program, respond: mockResponder() })
    expect(events.find((event) => event.type === 'step.succeeded')?.data).toMatchObject({
      output: { twice: 42 },
    })
  })

  it('says why an input is refused, and records nothing', () => {
    const program = withInput({ type: 'object', required: ['n'] })
    const { events, rejection } = simulate({ ...base, program, respond: mockResponder() })
    expect(events).toEqual([])
    expect(rejection).toMatchObject({ code: 'input-invalid' })
  })

  it('goes one turn at a time, and takes commands between them', () => {
    const simulation = createSimulation({ ...base, program: aProgram(), respond: mockResponder() })
    expect(typesOf(simulation.step()?.events ?? []).at(-1)).toBe('step.started')
    simulation.send({ type: 'cancel', by: 'me', reason: 'enough', compensate: false })
    expect(simulation.state).toMatchObject({ status: 'ended', outcome: 'cancelled' })
  })

  it('stops at its bound on events', () => {
    const { events, state } = simulate({
      ...base,
      program: aProgram(),
      respond: mockResponder(),
      maxEvents: 1,
    })
    expect(state.status).toBe('active')
    expect(events.length).toBeLessThan(10)
  })
})

function retrying(): Program {
  const retry = { maxAttempts: 4, initialSeconds: 1, factor: 2, maxSeconds: 60, jitter: 'full' as const }
  return aProgram({ actions: { act: anAction({ retry }) } })
}

function withInput(input: Program['trigger']['input']): Program {
  const program = aProgram()
  return { ...program, trigger: { ...program.trigger, input } }
}
