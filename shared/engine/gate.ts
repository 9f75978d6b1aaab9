import { type Digest, digest } from '../audit/digest.ts'
import type { Program } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Policy, PolicyPoint } from '../graph/policy.ts'
import { type AppliedPolicy, evaluatePolicies } from '../policy/evaluatePolicies.ts'
import type { Scope } from './effect.ts'
import type { EventBody } from './event.ts'
import { evaluationKey } from './evolveRun.ts'
import { type Approvable, type GateDecision, gateApprovals } from './gateApproval.ts'
import type { ActiveRun } from './state.ts'
import { asJson } from './wellFormed.ts'

/** What a policy point lets through. */
export type Gate = {
  /** Evaluations that are not on record yet. */
  notes: EventBody[]
  decision: GateDecision
}

export type GateQuestion = {
  point: PolicyPoint
  /** The node that `on` of a policy can name. */
  about: NodeId
  /** What the event says that it was about. */
  subject: string | null
  scope: Scope
  /** What an approval would be bound to; null where nothing can be approved. */
  approval: Approvable | null
}

/**
 * Evaluates the policies at one point. A denial wins over everything, then each approval that is asked for has to be
 * granted, for exactly this subject.
 */
export function gate(program: Program, state: ActiveRun, at: number, question: GateQuestion): Gate {
  const applied = evaluatePolicies(program.policies, question.point, question.about, question.scope)
  return {
    notes: applied.flatMap((each) => noteOf(state, question, each) ?? []),
    decision: decisionOf(program, state, at, question, applied),
  }
}

function decisionOf(
  program: Program,
  state: ActiveRun,
  at: number,
  { subject, approval }: GateQuestion,
  applied: AppliedPolicy[],
): GateDecision {
  const denial = applied.find((each) => each.effect === 'deny')
  if (denial) return { is: 'deny', reason: 'policy', message: denial.message }
  const asking = applied.flatMap(({ policy, effect }) => (effect === 'require-approval' ? [policy] : []))
  if (approval) return gateApprovals(program, state, at, subject, approval, asking)
  const [first] = asking
  return first ? { is: 'deny', reason: 'policy', message: first.message } : { is: 'allow' }
}

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
