import { z } from 'zod'
import { PolicyEffect, PolicyPoint } from '../graph/policy.ts'
import { JsonObject } from '../json.ts'

/** What policies come to at a point: the strongest effect of those that apply, and which they are. */
export const PolicyDecision = z.strictObject({
  effect: z.enum(['allow', ...PolicyEffect.options]),
  policies: z.array(z.string()),
})
export type PolicyDecision = z.infer<typeof PolicyDecision>

/** A decision that would have been another. */
export const ChangedDecision = z.strictObject({
  /** The event at which it was made, by number, and its time. */
  seq: z.int(),
  at: z.int(),
  point: PolicyPoint,
  subject: z.string().nullable(),
  before: PolicyDecision,
  after: PolicyDecision,
  /** What the policies read that made the difference, by path. */
  values: JsonObject,
})
export type ChangedDecision = z.infer<typeof ChangedDecision>
