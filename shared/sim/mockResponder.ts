import type { ProgramAction } from '../compile/program.ts'
import type { EffectResult } from '../engine/command.ts'
import type { EffectError } from '../engine/effectError.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Outcome } from '../graph/nodes/outcome.ts'
import type { Json } from '../json.ts'
import { plainWorld } from './plainWorld.ts'
import type { Respond, RespondProbe } from './respond.ts'
import { sampleFromSchema } from './sampleFromSchema.ts'

/** What a builder says that an action brings in a simulation. It never reaches a program. */
export type Mock = { delayMs?: number } & (
  | { answers: 'value'; value: Json }
  /** How a child run ends. */
  | { answers: 'outcome'; outcome: Outcome; body: Json }
  | { answers: 'failure'; error: EffectError }
  | { answers: 'nothing' }
)

const usualDelayMs = 100

/** Answers with what is mocked for an action, else with a sample of its output schema. */
export function mockResponder(mocks: Readonly<Record<NodeId, Mock>> = {}): Respond {
  return (effect, { program }) => {
    const mock = Object.hasOwn(mocks, effect.action) ? mocks[effect.action] : undefined
    const afterMs = mock?.delayMs ?? usualDelayMs
    switch (mock?.answers) {
      case 'value':
        return { result: { ok: true, output: mock.value }, afterMs }
      case 'outcome':
        return { result: childResult(effect.id, mock.outcome, mock.body), afterMs }
      case 'failure':
        return { result: { ok: false, error: mock.error }, afterMs }
      case 'nothing':
        return { result: { ok: true, output: null }, afterMs, lost: true }
      case undefined:
        return { result: { ok: true, output: usualOutput(program.actions[effect.action]) }, afterMs }
    }
  }
}

/** Probes that bring what is mocked for an action, as the output of the probe's call. */
export function mockProbes(outputs: Readonly<Record<NodeId, Json>>): RespondProbe {
  return (effect, context) => {
    const output = Object.hasOwn(outputs, effect.action) ? outputs[effect.action] : undefined
    if (output === undefined) return plainWorld.probe(effect, context)
    return { result: { ok: true, output }, afterMs: usualDelayMs }
  }
}

/** A plain success of the action's kind, where it says nothing of its output. */
export function usualOutput(action: ProgramAction | undefined): Json {
  if (action?.output) return sampleFromSchema(action.output)
  switch (action?.call.uses) {
    case 'http':
      return { status: 200, body: {} }
    case 'loop':
      return { run: '', outcome: 'succeeded', body: null }
    case 'emit':
      return { id: '', status: 202 }
    case 'transform':
    case 'wait':
    case undefined:
      return {}
  }
}

/** Any outcome of a child but `succeeded` is a failure of the step that waits for it. */
function childResult(run: string, outcome: Outcome, body: Json): EffectResult {
  if (outcome === 'succeeded') return { ok: true, output: { run, outcome, body } }
  const message = `The child run ended: ${outcome}.`
  return { ok: false, error: { class: 'child', message, retryable: false, mayHaveHappened: true } }
}
