import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { Assumption } from '../graph/assumption.ts'
import { NodeId, StepId } from '../graph/ids.ts'
import { Verdict } from '../graph/nodes/verifier.ts'
import { Cel, TemplateText } from '../graph/text.ts'
import { Json, JsonObject } from '../json.ts'
import { Person } from './person.ts'

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
  /** The list that it maps over; null when it is one step. */
  map: z.strictObject({ over: Cel, max: z.int(), parallelism: z.int().nullable() }).nullable(),
  /** The step that this one is tried instead of, when that one failed for good. */
  insteadOf: StepId.nullable(),
  why: z.string().nullable(),
})
export type PlanStep = z.infer<typeof PlanStep>

/** The verdict that a plan answers. */
export const Because = z.strictObject({ verifier: NodeId, verdict: Verdict, iteration: z.int() })
export type Because = z.infer<typeof Because>

/** Other arguments for a step: values, which are never evaluated. */
export const PlanChange = z.strictObject({ step: StepId, args: JsonObject })
export type PlanChange = z.infer<typeof PlanChange>

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
  /** What the planner calls its own version: the digest of its configuration, or what an external planner says. */
  plannerVersion: z.string(),
  /** Which ask of the iteration it answers, from 1. */
  ask: z.int().min(1),
  /** For a federation: who contributed which steps, with their versions. */
  members: z.array(
    z.strictObject({
      member: z.string(),
      strategy: z.string(),
      plannerVersion: z.string(),
      seed: z.int().nullable(),
      steps: z.array(StepId),
      /** Why it contributed none; null when it did. */
      reason: z.string().nullable(),
    }),
  ),
  /** For `strategy: 'edit'`: the people who changed it, each once; left out otherwise. */
  by: z.array(z.string()).exactOptional(),
  /** Whom those names stand for, as far as it is known. */
  people: z.array(Person).exactOptional(),
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
  /** The outcome that it declares. */
  expected: Json,
  /** What it takes for granted: for all of it, or for a step. */
  assumes: z.array(z.strictObject({ step: StepId.nullable(), assumption: Assumption })),
  provenance: PlanProvenance,
  digest: Digest,
})
export type Plan = z.infer<typeof Plan>
