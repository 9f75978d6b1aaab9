import { z } from 'zod'
import { ApproverRole } from '../approver.ts'
import { Template } from '../text.ts'
import { disabledMember, nodeBase } from './base.ts'

/**
 * Asks people. On the way of a run it waits; between a planner and its actions (`planner.plan` leads to it, `granted` to actions alone) it asks about each of their
 * steps, with its arguments, before that starts.
 */
export const ApprovalNode = z.strictObject({
  kind: z.literal('approval'),
  ...nodeBase,
  ...disabledMember,
  /** Who may decide. */
  approvers: z.array(ApproverRole).min(1),
  /** How many different people must agree: never who started the run, nor who edited the plan. */
  need: z.int().min(1).max(20).optional(),
  /** By when; then it is expired, and a step that asks fails. */
  deadlineSeconds: z.number().positive().max(31_536_000),
  /** What the approver is shown besides the plan; between a planner and its actions it may read `args`. */
  show: Template.optional(),
})
export type ApprovalNode = z.infer<typeof ApprovalNode>
