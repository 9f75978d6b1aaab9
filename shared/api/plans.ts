import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { RunId } from '../engine/event.ts'
import { PlanProvenance } from '../engine/plan.ts'
import { NodeId, StepId } from '../graph/ids.ts'
import type { PlanDiff } from '../projections/planDiff.ts'

/** How a plan differs from its parent, step by step. */
const Diff: z.ZodType<PlanDiff> = z.strictObject({
  added: z.array(StepId),
  removed: z.array(StepId),
  changed: z.array(z.strictObject({ step: StepId, fields: z.array(z.string()) })),
  same: z.array(StepId),
})

/** A plan that a planner proposed in a run of the loop, adopted or not. The run’s log holds the plan itself. */
export const RegisteredPlan = z.strictObject({
  run: RunId,
  /** When it was proposed, in milliseconds since the epoch. */
  at: z.int(),
  /** Its number in the run, and that of the plan before it. */
  version: z.int().min(1),
  parent: z.int().nullable(),
  digest: Digest,
  provenance: PlanProvenance,
  /** How many steps it has. */
  steps: z.int(),
  /** Against its parent; null when it has none. */
  diff: Diff.nullable(),
})
export type RegisteredPlan = z.infer<typeof RegisteredPlan>

export const PlanQuery = z.strictObject({
  planner: NodeId.optional(),
  digest: Digest.optional(),
  run: RunId.optional(),
  /** From the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,16}\.\d{1,4}$/, 'Take the cursor from `next` of the page before')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})
export type PlanQuery = z.infer<typeof PlanQuery>

export const PlanPage = z.strictObject({ plans: z.array(RegisteredPlan), next: z.string().nullable() })
export type PlanPage = z.infer<typeof PlanPage>
