import type { Digest } from '../audit/digest.ts'
import type { Program } from '../compile/program.ts'
import type { ApproverRole } from '../graph/approver.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Policy } from '../graph/policy.ts'
import type { Json } from '../json.ts'
import { loggedDigest } from '../privacy/logged.ts'
import { type ApprovalRequest, requestBody } from './approvalRequest.ts'
import type { ApprovalSubject, StopReason } from './event.ts'
import type { ActiveRun, Approval } from './state.ts'

/** What a policy point lets through. */
export type GateDecision =
  | { is: 'allow' }
  | {
      is: 'deny'
      reason: Extract<StopReason, 'approval-denied' | 'approval-expired'> | 'policy'
      message: string
    }
  | { is: 'ask'; request: ApprovalRequest }
  /** An approval is open. */
  | { is: 'wait' }

/** What a person is asked about at a policy point. */
export type Approvable = {
  /** What the approval is bound to. */
  of: Json
  subject: (policy: string, digest: Digest) => ApprovalSubject
  title: string
  show: Json
}

/** Who asks, and whom: a policy, or an approval node that stands before an action. */
export type Asker = {
  /** The policy’s id, or `approval:<node>`. */
  policy: string
  approvers: readonly ApproverRole[]
  need: number
  deadlineSeconds: number
  message: string
}

/** Whether everyone agreed who is asked: each approval has to be granted, for exactly this subject. */
export function gateApprovals(
  program: Program,
  state: ActiveRun,
  at: number,
  subject: string | null,
  approval: Approvable,
  asking: readonly Asker[],
): GateDecision {
  if (asking.length === 0 && state.approvals.length === 0) return { is: 'allow' }
  const about = loggedDigest(approval.of)
  for (const asker of [...asking, ...askersOfEdited(state, approval.subject('', about), asking)]) {
    const decision = approvalOf(program, state, at, approval, approval.subject(asker.policy, about), asker)
    if (decision.is !== 'allow') return decision
  }
  return askedBefore(state, subject, about)
}

export function askerOf(policy: Policy): Asker {
  return {
    policy: policy.id,
    approvers: policy.approvers ?? ['approver'],
    need: policy.need ?? 1,
    deadlineSeconds: policy.deadlineSeconds ?? daySeconds,
    message: policy.message,
  }
}

/** An approval node that stands before an action asks about each of its steps. */
export function askerAt(program: Program, node: NodeId | undefined): Asker[] {
  const approval = node === undefined ? undefined : program.approvals[node]
  if (!approval) return []
  const { title, approvers, need, deadlineSeconds } = approval
  return [{ policy: `approval:${node}`, approvers, need, deadlineSeconds, message: title }]
}

/** What somebody edited is asked about as it is now, also when its policy would not ask any more. */
function askersOfEdited(
  { approvals, iteration }: ActiveRun,
  subject: ApprovalSubject,
  asking: readonly Asker[],
): Asker[] {
  const askers = new Map<string, Asker>()
  for (const { edited, subject: of, iteration: at, ...known } of approvals) {
    if (!edited || at !== iteration?.number || !isSamePlace(of, subject) || !('policy' in of)) continue
    if (asking.some(({ policy }) => policy === of.policy)) continue
    const { approvers, need, deadline, requestedAt } = known
    const deadlineSeconds = (deadline - requestedAt) / 1000
    const message = 'It was edited, so it has to be approved as it is now.'
    askers.set(of.policy, { policy: of.policy, approvers, need, deadlineSeconds, message })
  }
  return [...askers.values()]
}

function isSamePlace(one: ApprovalSubject, other: ApprovalSubject): boolean {
  if (one.of === 'step' && other.of === 'step') return one.step === other.step
  return one.of === 'plan' && other.of === 'plan'
}

/** What was asked about exactly this step is waited for, and holds, also when its policy would not ask any more. */
function askedBefore({ approvals }: ActiveRun, subject: string | null, about: Digest): GateDecision {
  for (const known of approvals) {
    if (known.subject.of !== 'step' || known.subject.step !== subject || known.subject.digest !== about)
      continue
    const decision = settledAs(known, 'It was asked about before.')
    if (decision && decision.is !== 'allow') return decision
  }
  return { is: 'allow' }
}

function approvalOf(
  program: Program,
  state: ActiveRun,
  at: number,
  approval: Approvable,
  subject: ApprovalSubject,
  asker: Asker,
): GateDecision {
  const known = state.approvals.findLast(
    ({ subject: other, status }) =>
      status !== 'superseded' &&
      other.of === subject.of &&
      'policy' in other &&
      other.policy === asker.policy &&
      other.digest === subject.digest,
  )
  const settled = known && settledAs(known, asker.message)
  if (settled) return settled
  const { title, show } = approval
  const { approvers, need, deadlineSeconds, message } = asker
  const asks = { subject, title, show, approvers, need, deadlineSeconds, message }
  return { is: 'ask', request: requestBody(program, state, at, asks) }
}

/** What became of an approval for what it is about; null when it says nothing. */
function settledAs({ status }: Approval, message: string): GateDecision | null {
  switch (status) {
    case 'open':
    // What was sent back goes where it was sent.
    case 'sent-back':
      return { is: 'wait' }
    case 'granted':
      return { is: 'allow' }
    case 'denied':
      return { is: 'deny', reason: 'approval-denied', message: `Approval was refused: ${message}` }
    case 'expired':
      return { is: 'deny', reason: 'approval-expired', message: `Nobody approved in time: ${message}` }
    case 'superseded':
      return null
  }
}

const daySeconds = 86_400
