import { type Digest, digest } from '../audit/digest.ts'
import type { Program } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Policy, PolicyPoint } from '../graph/policy.ts'
import type { Json } from '../json.ts'
import { type AppliedPolicy, evaluatePolicies } from '../policy/evaluatePolicies.ts'
import { requestBody } from './approvalRequest.ts'
import type { Scope } from './effect.ts'
import type { ApprovalSubject, EventBody, StopReason } from './event.ts'
import { evaluationKey } from './evolveRun.ts'
import type { ActiveRun, Approval } from './state.ts'
import { asJson } from './wellFormed.ts'

/** What a policy point lets through. */
export type Gate = {
  /** Evaluations that are not on record yet. */
  notes: EventBody[]
  decision:
    | { is: 'allow' }
    | {
        is: 'deny'
        reason: Extract<StopReason, 'approval-denied' | 'approval-expired'> | 'policy'
        message: string
      }
    | { is: 'ask'; request: EventBody }
    /** An approval is open. */
    | { is: 'wait' }
}

export type GateQuestion = {
  point: PolicyPoint
  /** The node that `on` of a policy can name. */
  about: NodeId
  /** What the event says that it was about. */
  subject: string | null
  scope: Scope
  /** What an approval would be bound to; null where nothing can be approved. */
  approval: {
    of: Json
    subject: (policy: string, digest: Digest) => ApprovalSubject
    title: string
    show: Json
  } | null
}

/**
 * Evaluates the policies at one point. A denial wins over everything, then each approval that is asked for has to be
 * granted, for exactly this subject.
 */
export function gate(program: Program, state: ActiveRun, at: number, question: GateQuestion): Gate {
  const applied = evaluatePolicies(program.policies, question.point, question.about, question.scope)
  const decision = decisionOf(program, state, at, question, applied)
  return {
    notes: applied.flatMap((each) => noteOf(state, question, each) ?? []),
    decision: decision.is === 'allow' ? askedBefore(state, question) : decision,
  }
}

/** What was asked about exactly this step is waited for, and holds, also when its policy would not ask any more. */
function askedBefore(state: ActiveRun, { approval, subject }: GateQuestion): Gate['decision'] {
  const asked = state.approvals.filter(({ subject: of }) => of.of === 'step' && of.step === subject)
  if (asked.length === 0 || !approval) return { is: 'allow' }
  const about = digest(approval.of)
  for (const known of asked) {
    const decision = known.subject.digest === about ? settledAs(known, 'It was asked about before.') : null
    if (decision && decision.is !== 'allow') return decision
  }
  return { is: 'allow' }
}

function decisionOf(
  program: Program,
  state: ActiveRun,
  at: number,
  question: GateQuestion,
  applied: AppliedPolicy[],
): Gate['decision'] {
  const denial = applied.find((each) => each.effect === 'deny')
  if (denial) return { is: 'deny', reason: 'policy', message: denial.message }
  for (const { policy, effect } of applied) {
    if (effect !== 'require-approval') continue
    const decision = approvalOf(program, state, at, question, policy)
    if (decision.is !== 'allow') return decision
  }
  return { is: 'allow' }
}

function approvalOf(
  program: Program,
  state: ActiveRun,
  at: number,
  question: GateQuestion,
  policy: Policy,
): Gate['decision'] {
  if (!question.approval) return { is: 'deny', reason: 'policy', message: policy.message }
  const subject = question.approval.subject(policy.id, digest(question.approval.of))
  const known = state.approvals.findLast(
    ({ subject: other }) =>
      other.of === subject.of &&
      'policy' in other &&
      other.policy === policy.id &&
      other.digest === subject.digest,
  )
  if (!known) {
    const { title, show } = question.approval
    const asks = { subject, title, show, approvers: policy.approvers ?? ['approver'], need: 1 }
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

function settledAs({ status }: Approval, message: string): Gate['decision'] {
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

function noteOf(state: ActiveRun, question: GateQuestion, applied: AppliedPolicy): EventBody | null {
  const { policy, effect, message, error } = applied
  const data = { policy: policy.id, point: question.point, subject: question.subject }
  const recorded = state.phase.at === 'input' ? state.phase.evaluated : (state.iteration?.evaluated ?? [])
  if (recorded.includes(evaluationKey(data))) return null
  return {
    type: 'policy.evaluated',
    data: { ...data, digest: policyDigest(policy), matched: error === null, effect, message, error },
  }
}

const digests = new WeakMap<Policy, Digest>()

function policyDigest(policy: Policy): Digest {
  const known = digests.get(policy) ?? digest(asJson(policy))
  digests.set(policy, known)
  return known
}
