import type { ProgramAction } from '../compile/program.ts'
import type { EffectError } from '../engine/effectError.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Json } from '../json.ts'
import type { Respond } from './respond.ts'
import { sampleFromSchema } from './sampleFromSchema.ts'

/** What a builder says that an action brings in a simulation. It never reaches a program. */
export type Mock = { delayMs?: number } & (
  | { answers: 'value'; value: Json }
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
      case 'failure':
        return { result: { ok: false, error: mock.error }, afterMs }
      case 'nothing':
        return { result: { ok: true, output: null }, afterMs, lost: true }
      case undefined:
        return { result: { ok: true, output: usualOutput(program.actions[effect.action]) }, afterMs }
    }
  }
}

/** A plain success of the action's kind, where it says nothing of its output. */
export function usualOutput(action: ProgramAction | undefined): Json {
  if (action?.output) return sampleFromSchema(action.output)
  return action?.call.uses === 'http' ? { status: 200, body: {} } : {}
}
