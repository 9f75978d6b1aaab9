import { z } from 'zod'
import { ApproverRole } from './approver.ts'
import { ItemId, NodeId } from './ids.ts'
import { Cel, Title } from './text.ts'

/** Where in a run a policy is evaluated. */
export const PolicyPoint = z.enum(['input', 'plan', 'step', 'output', 'verdict'])
export type PolicyPoint = z.infer<typeof PolicyPoint>

export const PolicyEffect = z.enum(['deny', 'require-approval', 'flag'])
export type PolicyEffect = z.infer<typeof PolicyEffect>

/** A rule with an effect: when `when` is true at one of its points, the effect applies. An error in `when` denies. */
export const Policy = z.strictObject({
  id: ItemId,
  title: Title,
  at: PolicyPoint,
  /** The condition. */
  when: Cel,
  /** What applies when it is true. */
  effect: PolicyEffect,
  /** What the log and the people are told. */
  message: z.string().max(500),
  /** Only these actions (at step, output) or planners (at plan) or verifiers (at verdict); everything when left out. */
  on: z.array(NodeId).optional(),
  /** For `require-approval`: who may decide, and by when. */
  approvers: z.array(ApproverRole).optional(),
  /** For `require-approval`: by when. */
  deadlineSeconds: z.number().positive().optional(),
})
export type Policy = z.infer<typeof Policy>
