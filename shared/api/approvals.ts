import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { Assignee, RunId } from '../engine/event.ts'
import { Plan, PlanChange } from '../engine/plan.ts'
import { ApproverRole } from '../graph/approver.ts'
import { LoopName, NodeId } from '../graph/ids.ts'
import { Idempotency, Reversibility, RiskLevel } from '../graph/nodes/action.ts'
import { Verdict } from '../graph/nodes/verifier.ts'
import { PolicyEffect, PolicyPoint } from '../graph/policy.ts'
import { JsonObject } from '../json.ts'

/** `superseded`: what it was about is gone, or was changed, so that nobody has to decide it any more. */
export const ApprovalStatus = z.enum(['open', 'granted', 'denied', 'expired', 'sent-back', 'superseded'])
export type ApprovalStatus = z.infer<typeof ApprovalStatus>

/** An approval as the inbox shows it. Times are milliseconds since the epoch. */
export const ApprovalSummary = z.strictObject({
  approval: z.string(),
  run: RunId,
  loop: LoopName,
  title: z.string(),
  /** Why it is asked: what the policy says, or the approval node's title. */
  message: z.string().nullable(),
  /** What it is about. */
  about: z.enum(['node', 'input', 'plan', 'step', 'verdict']),
  iteration: z.int(),
  status: ApprovalStatus,
  approvers: z.array(ApproverRole),
  /** How many different people have to agree, and who has. */
  need: z.int(),
  grantedBy: z.array(z.string()),
  /** Whose it is to decide, of those who may; null where it is everybody’s who is asked. */
  assignee: Assignee.nullable(),
  /** How many comments there are. */
  comments: z.int(),
  /** Who started the run; null when nobody by name did. Never one of those who agree. */
  startedBy: z.string().nullable(),
  /** The highest risk of what would be done; null where it is about no actions. */
  risk: RiskLevel.nullable(),
  /** How many of the steps can't be undone. */
  irreversible: z.int(),
  /** The first of what it is about, which tells it from others of its loop: a few values of each of a few steps, or of the input, cut short. */
  preview: z.strictObject({
    parts: z.array(
      z.strictObject({
        /** What the step’s action is called; null where the values are those of the one step that is asked about, of what the node shows, or of the input. */
        title: z.string().nullable(),
        /** `name` is the path of the value. What is hidden in the log is hidden here. */
        values: z.array(z.strictObject({ name: z.string(), text: z.string() })),
      }),
    ),
    /** How many steps are left out. */
    more: z.int(),
  }),
  requestedAt: z.int(),
  deadline: z.int(),
  /** When it was decided or closed, by whom, and what was said; null while it is open. */
  decided: z.strictObject({ at: z.int(), by: z.string().nullable(), note: z.string().nullable() }).nullable(),
})
export type ApprovalSummary = z.infer<typeof ApprovalSummary>

/** Whether something may be done, and why not. */
const May = z.strictObject({ may: z.boolean(), why: z.string().nullable() })
export type May = z.infer<typeof May>

/** A step that is asked about, with its arguments as they would be sent, as far as they are known. */
export const ApprovalStep = z.strictObject({
  step: z.string(),
  action: NodeId,
  title: z.string(),
  args: JsonObject,
  /** Arguments that are filled in when the step starts, by JSON Pointer: from where. */
  bindings: z.record(z.string(), z.string()),
  after: z.array(z.string()),
  why: z.string().nullable(),
  /** `waiting` until it starts; only such a step can be edited. */
  status: z.string(),
  /** It is what is asked about: the step itself, or each step of a plan. */
  asked: z.boolean(),
  reversibility: Reversibility,
  idempotency: Idempotency,
  risk: RiskLevel,
  costUsd: z.number(),
  /** What undoes it; null when nothing does. */
  undoneBy: z.string().nullable(),
})
export type ApprovalStep = z.infer<typeof ApprovalStep>

/** What was said about an approval, and to whom it was handed, as the run’s log has it. */
export const ApprovalRemark = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('comment'), at: z.int(), by: z.string(), text: z.string() }),
  z.strictObject({
    type: z.literal('assignment'),
    at: z.int(),
    by: z.string(),
    to: Assignee.nullable(),
    note: z.string().nullable(),
  }),
])
export type ApprovalRemark = z.infer<typeof ApprovalRemark>

/** Everything that a person needs to decide. */
export const ApprovalDetail = z.strictObject({
  ...ApprovalSummary.shape,
  /** The digest that a decision names: of what is asked about, as it is. */
  digest: Digest,
  show: z.json(),
  input: z.json(),
  plan: Plan.nullable(),
  steps: z.array(ApprovalStep),
  verdict: z
    .strictObject({
      verifier: z.string(),
      verdict: Verdict,
      risk: z.number(),
      reasons: z.array(z.string()),
    })
    .nullable(),
  /** The policies that matched in this iteration so far. */
  policies: z.array(
    z.strictObject({
      policy: z.string(),
      point: PolicyPoint,
      subject: z.string().nullable(),
      effect: PolicyEffect.nullable(),
      message: z.string(),
    }),
  ),
  /** The planners that it can be sent back to; that of this iteration is first. */
  planners: z.array(z.strictObject({ id: NodeId, title: z.string() })),
  /** Who edited the plan, each once. None of them can approve it. */
  editedBy: z.array(z.string()),
  /** Oldest first. */
  remarks: z.array(ApprovalRemark),
  /** What whoever asks may do. */
  you: z.strictObject({ grant: May, decide: May, edit: May, sendBack: May, assign: May, comment: May }),
})
export type ApprovalDetail = z.infer<typeof ApprovalDetail>

export const ApprovalQuery = z.strictObject({
  /** `open`, or `settled` for all others; both when left out. */
  status: z.enum(['open', 'settled']).optional(),
  loop: LoopName.optional(),
  /** Only those that wait for whoever asks: with `status=open`. */
  mine: z.literal('true').optional(),
  /** From the page before. */
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})
export type ApprovalQuery = z.infer<typeof ApprovalQuery>

export const ApprovalPage = z.strictObject({
  approvals: z.array(ApprovalSummary),
  next: z.string().nullable(),
  /** How many are open in all. */
  open: z.int(),
})
export type ApprovalPage = z.infer<typeof ApprovalPage>

const decision = {
  /** The subject's digest as the approver saw it. */
  digest: Digest,
  note: z.string().max(2000).optional(),
}

/** What a person decides. */
export const DecideApproval = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('grant'), ...decision }),
  z.strictObject({ decision: z.literal('deny'), ...decision }),
  /** Other arguments for steps that have not started: another plan, which is asked about anew. */
  z.strictObject({
    decision: z.literal('edit'),
    ...decision,
    changes: z.array(PlanChange).min(1).max(100),
  }),
  /** Back to a planner, with what is to be different. */
  z.strictObject({
    decision: z.literal('send-back'),
    ...decision,
    to: NodeId,
    feedback: z.string().min(1).max(2000),
  }),
])
export type DecideApproval = z.infer<typeof DecideApproval>

/** Whom an approval is handed to: a role or somebody by name, of those whom it asks; null gives it back to all of them. */
export const AssignApproval = z.strictObject({
  to: z
    .union([
      z.strictObject({ role: ApproverRole }),
      /** The name by which logs call them: an e-mail address, or that of a token. */
      z.strictObject({ name: z.string().min(1).max(320) }),
    ])
    .nullable(),
  note: z.string().max(2000).optional(),
})
export type AssignApproval = z.infer<typeof AssignApproval>

export const CommentApproval = z.strictObject({ text: z.string().trim().min(1).max(2000) })
export type CommentApproval = z.infer<typeof CommentApproval>

/** Who an approval can be handed to by name: who may decide it, and whose agreement would count. */
export const ApprovalCandidates = z.strictObject({ names: z.array(z.string()) })
export type ApprovalCandidates = z.infer<typeof ApprovalCandidates>
