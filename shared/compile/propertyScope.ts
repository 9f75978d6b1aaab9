import { StopReason } from '../engine/runTerms.ts'
import type { ScopeShape } from '../expr/check.ts'
import type { NodeId, StepId } from '../graph/ids.ts'
import { Outcome } from '../graph/nodes/outcome.ts'
import { Verdict } from '../graph/nodes/verifier.ts'
import type { Json, JsonObject } from '../json.ts'
import { stepStatus } from './scopeSchemas.ts'

const text = { type: 'string' }
const number = { type: 'number' }
const record = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})
const oneOf = (values: readonly Json[]): JsonObject => ({ enum: [...values] })
const list = (items: JsonObject): JsonObject => ({ type: 'array', items })

/** The roots that a stated property can read. */
export const propertyRoots = ['run', 'steps', 'verdict', 'undone', 'standing', 'approvals'] as const

/** What a stated property sees of a run (`shared/prove/propertyView.ts` makes it). */
export function propertyScope(names: {
  steps: readonly StepId[]
  /** Whether there may be steps of other names, too. */
  others: boolean
  actions: readonly NodeId[]
  verifiers: readonly NodeId[]
}): ScopeShape {
  const use = record({ step: text, action: oneOf(names.actions), iteration: number })
  const step = record({ status: stepStatus, action: oneOf(names.actions), iteration: number, output: true })
  return {
    run: record({
      status: oneOf(['active', 'ended']),
      outcome: oneOf([...Outcome.options, null]),
      reason: oneOf([...StopReason.options, null]),
      iteration: number,
      steps: number,
      costUsd: number,
    }),
    steps: {
      type: 'object',
      properties: Object.fromEntries(names.steps.map((id) => [id, step])),
      ...(names.others ? {} : { additionalProperties: false }),
    },
    verdict: {
      properties: { verifier: oneOf(names.verifiers), verdict: oneOf(Verdict.options), iteration: number },
      additionalProperties: false,
    },
    undone: list(use),
    standing: list(use),
    approvals: list(record({ of: text, about: text, status: text })),
  } satisfies Record<(typeof propertyRoots)[number], Json>
}
