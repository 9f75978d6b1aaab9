import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { NodeId, StepId } from '../graph/ids.ts'
import { Json } from '../json.ts'
import { EffectError } from './effectError.ts'
import { eventSchema as event } from './eventSchema.ts'
import { Because, Plan, PlanProvenance, PlanStep } from './plan.ts'
import { EffectId } from './runTerms.ts'

const attempt = z.int().min(1)
const iteration = z.int().min(1)

export const planRequested = event('plan.requested', {
  iteration,
  planner: NodeId,
  seed: z.int().nullable(),
  because: Because.nullable(),
  /** Which ask of the iteration it is, from 1. Left out in logs of before there were several. */
  ask: z.int().min(1).optional(),
  /** Why what it proposed before was rejected. */
  feedback: z.array(z.string()).optional(),
  /** The external planners that the host has to ask, each under its effect. */
  asked: z.array(z.strictObject({ member: z.string().nullable(), effect: EffectId })).optional(),
})
/** What an external planner answered, or why it did not. */
export const planAnswered = event('plan.answered', {
  iteration,
  planner: NodeId,
  member: z.string().nullable(),
  effect: EffectId,
  attempt,
  answer: z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), proposal: Json }),
    z.strictObject({
      ok: z.literal(false),
      error: EffectError,
      /** When it is asked again; null when it is not. */
      retryAt: z.int().nullable(),
    }),
  ]),
})
export const planProposed = event('plan.proposed', { iteration, plan: Plan })
export const planRejected = event('plan.rejected', {
  iteration,
  planner: NodeId,
  plan: z.int().nullable(),
  /** Each may blame a step of what was proposed. */
  reasons: z.array(z.strictObject({ code: z.string(), message: z.string(), step: StepId.optional() })),
  /** Whether the planner is asked again. */
  again: z.boolean().optional(),
  /** What was proposed, where it never became a plan. */
  proposal: Json.optional(),
})
export const planAdopted = event('plan.adopted', { iteration, plan: z.int(), digest: Digest })
/** As any release wrote it: what the first one left out, `upcast` gives. */
export const storedPlanProposed = event('plan.proposed', {
  iteration,
  plan: Plan.extend({
    steps: z.array(PlanStep.partial({ map: true, insteadOf: true })),
    provenance: PlanProvenance.partial({ plannerVersion: true, ask: true, members: true }),
  }).partial({ expected: true, assumes: true }),
})
