import { StopReason } from '../engine/runTerms.ts'
import type { ResolvedLimits } from '../graph/limits.ts'
import { ActionCall, Idempotency, Reversibility, RiskLevel } from '../graph/nodes/action.ts'
import { Consequence, Verdict } from '../graph/nodes/verifier.ts'
import type { Json, JsonObject } from '../json.ts'

const text = { type: 'string' }
const oneOf = (values: readonly string[]): JsonObject => ({ type: 'string', enum: [...values] })

/** An object that has exactly these members, always. */
const record = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

/** What `run` holds. A run is never past its limits where an expression reads it. */
export function runSchema(limits: ResolvedLimits): JsonObject {
  return record({
    id: text,
    iteration: { type: 'integer', minimum: 0, maximum: limits.iterations },
    seed: { type: 'number' },
    startedAt: { type: 'number' },
    costUsd: { type: 'number', minimum: 0, maximum: limits.costUsd },
    steps: { type: 'integer', minimum: 0, maximum: limits.steps },
    stopReason: { enum: [...StopReason.options, null] },
    standing: { type: 'array', items: record({ step: text, action: text, iteration: { type: 'number' } }) },
  })
}

/** The plan, of these actions; null before there is one. */
export function planSchema(actions: readonly string[]): JsonObject {
  const step = {
    type: 'object',
    properties: { id: text, action: oneOf(actions), args: { type: 'object' }, why: true },
    additionalProperties: false,
  }
  return {
    properties: {
      version: { type: 'number' },
      steps: { type: 'array', items: step },
      rationale: { type: 'array', items: text },
      expected: true,
    },
    additionalProperties: false,
  }
}

/** What policies read of the action that is at hand: one of these. */
export function actionSchema(ids: readonly string[]): JsonObject {
  return record({
    id: oneOf(ids),
    uses: oneOf(ActionCall.options.map((call) => call.shape.uses.value)),
    costUsd: { type: 'number', minimum: 0 },
    risk: oneOf(RiskLevel.options),
    reversibility: oneOf(Reversibility.options),
    idempotency: oneOf(Idempotency.options),
  })
}

/** What a step can be, as expressions read it. */
export const stepStatus = oneOf(['waiting', 'running', 'succeeded', 'failed', 'uncertain', 'skipped'])

/** What is known of a check of a verdict. */
const check: Json = {
  type: 'object',
  properties: {
    check: text,
    result: oneOf(['pass', 'fail', 'inconclusive', 'skipped']),
    consequence: oneOf(Consequence.options),
    weight: { type: 'number' },
    severity: { type: 'number', minimum: 0, maximum: 1 },
    layer: text,
    message: text,
  },
}

/** The checks that every verifier makes by itself, where there is something to say. */
const builtIn = ['steps.failed', 'steps.uncertain', 'gate']

/** Checks by their ids. */
export function checksSchema(ids: readonly string[]): JsonObject {
  const names = [...new Set([...builtIn, ...ids])]
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((id) => [id, check])),
    additionalProperties: false,
  }
}

/** What the last `pass` verified; null before there is one. */
export function passedSchema(verifiers: readonly string[], steps: Json): JsonObject {
  return {
    properties: { verifier: oneOf(verifiers), iteration: { type: 'number' }, steps },
    additionalProperties: false,
  }
}

/** The last verdict; null before there is one. */
export function verdictSchema(verifiers: readonly string[], checks: readonly string[]): JsonObject {
  return {
    properties: {
      verifier: oneOf(verifiers),
      iteration: { type: 'number' },
      verdict: oneOf(Verdict.options),
      risk: { type: 'number', minimum: 0, maximum: 1 },
      reasons: { type: 'array', items: text },
      checks: checksSchema(checks),
    },
    additionalProperties: false,
  }
}

/** What the checks of a verifier add up to. */
export const conclusion = {
  risk: { type: 'number', minimum: 0, maximum: 1 },
  conclusion: oneOf(Verdict.options),
} as const satisfies JsonObject
