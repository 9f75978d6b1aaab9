import { type Digest, digest } from '../audit/digest.ts'
import type { Program } from '../compile/program.ts'
import type { Policy } from '../graph/policy.ts'
import type { Json } from '../json.ts'
import { requestBody } from './approvalRequest.ts'
import type { ApprovalSubject, EventBody, StopReason } from './event.ts'
import type { ActiveRun, Approval } from './state.ts'

/** What a policy point lets through. */
export type GateDecision =
  | { is: 'allow' }
  | {
      is: 'deny'
      reason: Extract<StopReason, 'approval-denied' | 'approval-expired'> | 'policy'
      message: string
    }
  | { is: 'ask'; request: EventBody }
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

/** Whether everyone agreed whom the policies ask for: each approval has to be granted, for exactly this subject. */
export function gateApprovals(
  program: Program,
  state: ActiveRun,
  at: number,
  subject: string | null,
  approval: Approvable,
  asking: readonly Policy[],
): GateDecision {
  for (const policy of asking) {
    const decision = approvalOf(program, state, at, approval, policy)
    if (decision.is !== 'allow') return decision
  }
  return askedBefore(state, subject, approval)
}

/** What was asked about exactly this step is waited for, and holds, also when its policy would not ask any more. */
function askedBefore(state: ActiveRun, subject: string | null, approval: Approvable): GateDecision {
  const asked = state.approvals.filter(({ subject: of }) => of.of === 'step' && of.step === subject)
  if (asked.length === 0) return { is: 'allow' }
  const about = digest(approval.of)
  for (const known of asked) {
    const decision = known.subject.digest === about ? settledAs(known, 'It was asked about before.') : null
    if (decision && decision.is !== 'allow') return decision
  }
  return { is: 'allow' }
}

function approvalOf(
  program: Program,
  state: ActiveRun,
  at: number,
  approval: Approvable,
  policy: Policy,
): GateDecision {
  const subject = approval.subject(policy.id, digest(approval.of))
  const known = state.approvals.findLast(
    ({ subject: other }) =>
      other.of === subject.of &&
      'policy' in other &&
      other.policy === policy.id &&
      other.digest === subject.digest,
  )
  if (!known) {
    const { title, show } = approval
    const asks = {
      subject,
      title,
      show,
      approvers: policy.approvers ?? ['approver' as const],
      need: policy.need ?? 1,
    }
    return {
      is: 'ask',
      request: requestBody(program, state, at, {
        ...asks,
        deadlineSeconds: policy.deadlineSeconds ?? daySeconds,
      }),
    }
  }
  return settledAs(known, policy.message)
}

function settledAs({ status }: Approval, message: string): GateDecision {
  switch (status) {
    case 'open':
      return { is: 'wait' }
    case 'granted':
      return { is: 'allow' }
    case 'denied':
      return { is: 'deny', reason: 'approval-denied', message: `Approval was refused: ${message}` }
    case 'expired':
      return { is: 'deny', reason: 'approval-expired', message: `Nobody approved in time: ${message}` }
  }
}

const daySeconds = 86_400
