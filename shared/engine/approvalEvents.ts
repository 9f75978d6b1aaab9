import { z } from 'zod'
import { ApproverRole } from '../graph/approver.ts'
import { NodeId } from '../graph/ids.ts'
import { Json } from '../json.ts'
import { eventSchema as event } from './eventSchema.ts'
import { Person } from './person.ts'
import { PlanChange } from './plan.ts'
import { ApprovalSubject, Assignee } from './runTerms.ts'

/** Whom the name stands for. Left out where that is not known, and in logs of before it was kept. */
const decider = Person.optional()

export const approvalRequested = event('approval.requested', {
  approval: z.string(),
  subject: ApprovalSubject,
  title: z.string(),
  approvers: z.array(ApproverRole),
  need: z.int().min(1),
  deadline: z.int(),
  show: Json,
  /** Why it is asked: what the policy says, or the approval node before the action. Left out where the run waits at a node. */
  message: z.string().optional(),
})
export const approvalGranted = event('approval.granted', {
  approval: z.string(),
  by: z.string(),
  person: decider,
  note: z.string().nullable(),
  /** How many are still needed after this one. */
  remaining: z.int().min(0),
})
export const approvalDenied = event('approval.denied', {
  approval: z.string(),
  by: z.string(),
  person: decider,
  note: z.string().nullable(),
})
export const approvalExpired = event('approval.expired', { approval: z.string() })
/** Somebody changed what was asked about. That is another plan, which is asked about anew. */
export const approvalEdited = event('approval.edited', {
  approval: z.string(),
  by: z.string(),
  person: decider,
  note: z.string().nullable(),
  changes: z.array(PlanChange),
})
/** It goes back to a planner, which is told what is to be different. */
export const approvalSentBack = event('approval.sent-back', {
  approval: z.string(),
  by: z.string(),
  person: decider,
  feedback: z.string(),
  to: NodeId,
})
/** It was handed to somebody of those who are asked, or back to all of them. It says nothing of what is asked about, and moves no deadline. */
export const approvalAssigned = event('approval.assigned', {
  approval: z.string(),
  by: z.string(),
  person: decider,
  /** Whose it is now; null where it is everybody’s again who is asked. */
  to: Assignee.nullable(),
  note: z.string().nullable(),
})
/** Somebody said something about it. That decides nothing. */
export const approvalCommented = event('approval.commented', {
  approval: z.string(),
  by: z.string(),
  person: decider,
  /** What they said. */
  text: z.string(),
})
/** Nobody has to decide any more: what was asked about is gone, or has changed since. */
export const approvalSuperseded = event('approval.superseded', { approval: z.string(), message: z.string() })
