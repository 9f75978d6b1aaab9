import { z } from 'zod'
import { Digest } from '../audit/digest.ts'
import { NodeId, StepId } from '../graph/ids.ts'
import { Verdict } from '../graph/nodes/verifier.ts'
import { Cel, TemplateText } from '../graph/text.ts'
import { JsonObject } from '../json.ts'

/**
 * One use of an action. What could be known when the plan was made stands in `args`; what depends on other steps stands
 * in `bindings`, by JSON Pointer into `args`, and is evaluated when the step starts. Values are never evaluated again.
 */
export const PlanStep = z.strictObject({
  id: StepId,
  action: NodeId,
  args: JsonObject,
  bindings: z.record(z.string(), TemplateText),
  after: z.array(StepId),
  when: Cel.nullable(),
  why: z.string().nullable(),
})
export type PlanStep = z.infer<typeof PlanStep>

/** The verdict that a plan answers. */
export const Because = z.strictObject({ verifier: NodeId, verdict: Verdict, iteration: z.int() })
export type Because = z.infer<typeof Because>

/** Where a plan comes from: enough to make it again. */
export const PlanProvenance = z.strictObject({
  program: Digest,
  planner: NodeId,
  strategy: z.string(),
  seed: z.int().nullable(),
  inputDigest: Digest,
  /** The rules that matched, for a table. */
  rules: z.array(z.string()),
  because: Because.nullable(),
})
export type PlanProvenance = z.infer<typeof PlanProvenance>

/** A DAG of steps that a planner proposes. `digest` covers everything but itself. */
export const Plan = z.strictObject({
  /** Its number in the run, from 1. */
  version: z.int().min(1),
  parent: z.int().nullable(),
  iteration: z.int().min(1),
  steps: z.array(PlanStep),
  rationale: z.array(z.string()),
  expects: z.string().nullable(),
  provenance: PlanProvenance,
  digest: Digest,
})
export type Plan = z.infer<typeof Plan>
