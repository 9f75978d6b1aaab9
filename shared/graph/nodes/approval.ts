import { z } from 'zod'
import { ApproverRole } from '../approver.ts'
import { Template } from '../text.ts'
import { nodeBase } from './base.ts'

export const ApprovalNode = z.strictObject({
  kind: z.literal('approval'),
  ...nodeBase,
  /** Who may decide. */
  approvers: z.array(ApproverRole).min(1),
  /** How many different people must agree. */
  need: z.int().min(1).max(20).optional(),
  /** By when; then it is expired. */
  deadlineSeconds: z.number().positive().max(31_536_000),
  /** What the approver is shown besides the plan. */
  show: Template.optional(),
})
export type ApprovalNode = z.infer<typeof ApprovalNode>
