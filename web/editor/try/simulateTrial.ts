import type { Program } from '../../../shared/compile/program.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import type { Json } from '../../../shared/json.ts'
import { usualOutput } from '../../../shared/sim/mockResponder.ts'
import type { Respond, SimulatedResult } from '../../../shared/sim/respond.ts'
import { createSimulation } from '../../../shared/sim/simulate.ts'
import type { Simulation } from '../../../shared/sim/simulation.ts'
import type { Decision } from '../store/trySlice.ts'

/** A mock whose value has been read. */
export type ReadMock = {
  delayMs: number
  mock:
    | { answers: 'sample' }
    | { answers: 'value'; value: Json }
    | { answers: 'failure'; status: number; times: number | null }
    | { answers: 'nothing' }
}
export type TrialQuestion = {
  program: Program
  input: Json
  mocks: Readonly<Record<string, ReadMock>>
  decision: Decision
  startAt: number
}
export type TrialAnswer = { events: RunEvent[]; rejection: string | null }

const trace = '0'.repeat(31).concat('1')

/** Runs a program on an input with the production engine, every target simulated. The same question gives the same log. */
export function simulateTrial({ program, input, mocks, decision, startAt }: TrialQuestion): TrialAnswer {
  const simulation = createSimulation({
    program,
    input,
    seed: 1,
    startAt,
    trace,
    respond: respondWith(mocks),
  })
  let rejection: string | null = null
  for (let step = simulation.step(); step; step = simulation.step()) {
    if (simulation.state.status === 'new') rejection ??= rejectionText(step.rejection)
    if (decision !== 'none') decideOpen(simulation, decision)
  }
  return { events: [...simulation.events], rejection }
}

function rejectionText(
  rejection: { message: string; errors?: { pointer: string; message: string }[] } | null,
) {
  if (!rejection) return null
  const faults = (rejection.errors ?? []).map((error) => `${error.pointer || 'input'}: ${error.message}`)
  return [rejection.message, ...faults].join(' · ')
}

/** People decide at once, as the builder said that they would; each approval by as many as it needs. */
function decideOpen(simulation: Simulation, decision: 'grant' | 'deny') {
  const { state } = simulation
  if (state.status === 'new') return
  for (const approval of state.approvals) {
    if (approval.status !== 'open') continue
    for (let person = 1; person <= approval.need; person += 1) {
      simulation.send({
        type: 'decide-approval',
        approval: approval.id,
        decision,
        by: `simulated person ${person}`,
        note: null,
        digest: approval.subject.digest,
      })
    }
  }
}

function respondWith(mocks: TrialQuestion['mocks']): Respond {
  const failures = new Map<string, number>()
  return (effect, { program }): SimulatedResult => {
    const { mock, delayMs: afterMs } = mocks[effect.action] ?? {
      mock: { answers: 'sample' } as const,
      delayMs: 100,
    }
    const usual = { ok: true as const, output: usualOutput(program.actions[effect.action]) }
    switch (mock.answers) {
      case 'sample':
        return { result: usual, afterMs }
      case 'value':
        return { result: { ok: true, output: mock.value }, afterMs }
      case 'nothing':
        return { result: usual, afterMs, lost: true }
      case 'failure': {
        const failed = failures.get(effect.action) ?? 0
        if (mock.times !== null && failed >= mock.times) return { result: usual, afterMs }
        failures.set(effect.action, failed + 1)
        return { result: { ok: false, error: failureOf(mock.status) }, afterMs }
      }
    }
  }
}

function failureOf(status: number) {
  return {
    class: 'http' as const,
    message: `Simulated: the target answered ${status}`,
    status,
    retryable: status >= 500 || status === 429 || status === 408,
    mayHaveHappened: status >= 500,
  }
}
