import { type Digest, digest } from '../audit/digest.ts'
import type { Program } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Policy, PolicyPoint } from '../graph/policy.ts'
import type { Json } from '../json.ts'
import { type AppliedPolicy, evaluatePolicy, policiesAt, redactionsOf } from '../policy/evaluatePolicies.ts'
import { redact } from '../policy/redact.ts'
import { asWritten, isOfWorkspace } from '../policy/withPolicySet.ts'
import { valuesRead } from '../verify/valuesRead.ts'
import type { Scope } from './effect.ts'
import type { EventBody } from './event.ts'
import { evaluationKey } from './evolveRun.ts'
import { type Approvable, type Asker, askerOf, type GateDecision, gateApprovals } from './gateApproval.ts'
import { policyScope, readsMore } from './policyScope.ts'
import { withRoots } from './scope.ts'
import type { ActiveRun, HeldPolicy } from './state.ts'
import { asJson } from './wellFormed.ts'

/** What a policy point lets through. */
export type Gate = {
  /** Evaluations that are not on record yet. */
  notes: EventBody[]
  decision: GateDecision
  /** What is at hand, as it may be logged and sent. */
  value: Json
}

export type PolicyQuestion = {
  point: PolicyPoint
  /** The node that `on` of a policy can name. */
  about: NodeId
  /** What the event says that it was about. */
  subject: string | null
  scope: Scope
  /** It is asked of a step as it is proposed, before its turn. */
  early?: true
}

export type GateQuestion = PolicyQuestion & {
  /** What an approval would be bound to, for what is at hand; null where nothing can be approved. */
  approval: ((value: Json) => Approvable) | null
  /** Who asks besides policies. */
  askers?: readonly Asker[]
}

/** Policies that apply, what is redacted for them, and what goes on record. */
export type Applied = { applied: AppliedPolicy[]; pointers: string[]; value: Json; notes: EventBody[] }

/** The root of the scope that holds what is at hand, where something can be redacted. */
const rootAt = {
  input: 'input',
  plan: null,
  step: 'args',
  output: 'output',
  verdict: null,
} as const satisfies Record<PolicyPoint, string | null>

/**
 * Evaluates the policies at one point, all over what came. A denial wins over everything, then each approval that is asked for has to be
 * granted, for exactly this subject. What is at hand is redacted before a person or the log sees it.
 */
export function gate(program: Program, state: ActiveRun, at: number, question: GateQuestion): Gate {
  const { policies } = program
  if (!isGuarded(program, state, question))
    return { notes: [], decision: { is: 'allow' }, value: atHand(question) }
  // What the input was is gone by now: `accept` has looked.
  const looks = (policy: Policy) => question.point !== 'input' || !redacts(policy)
  const { applied, notes, value } = applyPolicies(program, state, at, question, looks)
  const all = [...applied, ...heldFor(policies, state, question)]
  return { notes, decision: decisionOf(program, state, at, question, value, all), value }
}

/** Whether a gate has anything to look at there. Where it has not, what is at hand passes as it is, and no scope has to be made for it. */
export function isGuarded(
  { policies }: Program,
  { approvals }: ActiveRun,
  { point, about, askers = [] }: Pick<GateQuestion, 'point' | 'about' | 'askers'>,
): boolean {
  // What was looked at before holds, also of a policy that would not look any more.
  const mayBeHeld = point === 'input' || point === 'step'
  const looking = mayBeHeld ? policies : policiesAt(policies, point, about)
  return approvals.length > 0 || askers.length > 0 || looking.length > 0
}

/** Whether something can be hidden because of it. */
export function redacts({ effect, mode }: Policy): boolean {
  return effect === 'redact' && mode !== 'dry-run'
}

/** Evaluates those policies at a point. It changes nothing. */
export function applyPolicies(
  program: Program,
  state: ActiveRun,
  at: number,
  question: PolicyQuestion,
  looks: (policy: Policy) => boolean = () => true,
): Applied {
  const policies = policiesAt(program.policies, question.point, question.about).filter(looks)
  if (policies.length === 0) return { applied: [], pointers: [], value: atHand(question), notes: [] }
  const scope = readsMore(policies) ? policyScope(program, state, at, question) : question.scope
  const applied = policies.flatMap((policy) => evaluatePolicy(policy, scope) ?? [])
  const pointers = redactionsOf(applied)
  const value = redact(atHand(question), pointers)
  const root = rootAt[question.point]
  const shown = root === null || pointers.length === 0 ? scope : withRoots(scope, { [root]: value })
  return {
    applied,
    pointers,
    value,
    notes: applied.flatMap((each) => noteOf(state, question, each, shown) ?? []),
  }
}

function atHand({ point, scope }: PolicyQuestion): Json {
  const root = rootAt[point]
  return root === null ? null : (scope[root] ?? null)
}

/** What applied before something was hidden still does. */
function heldFor(
  policies: readonly Policy[],
  { phase, iteration }: ActiveRun,
  question: PolicyQuestion,
): AppliedPolicy[] {
  const held = phase.at === 'input' ? phase.evaluated : (iteration?.held ?? [])
  return held.flatMap(({ policy: id, subject, effect, message, error, dryRun }: HeldPolicy) => {
    const policy = isAbout(subject, question) ? policies.find((each) => each.id === id) : undefined
    return policy && effect !== null ? [{ policy, effect, message, error, dryRun }] : []
  })
}

/** A step that maps over a list was looked at as a whole, and its items are what comes of it. */
function isAbout(subject: string | null, { point, subject: asked }: PolicyQuestion): boolean {
  if (point === 'input') return subject === null
  return (
    point === 'step' && subject !== null && (asked === subject || asked?.startsWith(`${subject}[`) === true)
  )
}

function decisionOf(
  program: Program,
  state: ActiveRun,
  at: number,
  { subject, approval, askers = [] }: GateQuestion,
  value: Json,
  applied: readonly AppliedPolicy[],
): GateDecision {
  const enforced = applied.filter(({ dryRun }) => !dryRun)
  const denial = enforced.find((each) => each.effect === 'deny')
  if (denial) return { is: 'deny', reason: 'policy', message: denial.message }
  const asking = [
    ...new Set(enforced.flatMap(({ policy, effect }) => (effect === 'require-approval' ? [policy] : []))),
  ]
  if (approval)
    return gateApprovals(program, state, at, subject, approval(value), [...asking.map(askerOf), ...askers])
  const [first] = asking
  return first ? { is: 'deny', reason: 'policy', message: first.message } : { is: 'allow' }
}

function noteOf(
  state: ActiveRun,
  { point, subject, early }: PolicyQuestion,
  { policy, effect, message, error, dryRun }: AppliedPolicy,
  scope: Scope,
): EventBody | null {
  const data = { policy: policy.id, point, subject }
  if (early ? isHeld(state, data) : isRecorded(state, data)) return null
  return {
    type: 'policy.evaluated',
    data: {
      ...data,
      digest: policyDigest(policy),
      matched: error === null,
      effect,
      message,
      error,
      version: policy.version ?? 1,
      values: valuesRead(policy.when, scope),
      from: isOfWorkspace(policy.id) ? 'workspace' : 'loop',
      ...(dryRun ? { dryRun } : {}),
      ...(early ? { early } : {}),
    },
  }
}

/** Whether it is on record for the step as it was proposed. */
function isHeld(
  { iteration }: ActiveRun,
  { policy, subject }: { policy: string; subject: string | null },
): boolean {
  return iteration?.held.some((held) => held.policy === policy && held.subject === subject) === true
}

function isRecorded({ phase, iteration }: ActiveRun, data: Parameters<typeof evaluationKey>[0]): boolean {
  if (phase.at === 'input' || phase.at === 'queued')
    return phase.evaluated?.some(({ policy }) => policy === data.policy) === true
  return iteration?.evaluated.includes(evaluationKey(data)) === true
}

const digests = new WeakMap<Policy, Digest>()

/** The digest of the policy as it was written, in the loop or in the workspace. */
function policyDigest(policy: Policy): Digest {
  const known = digests.get(policy) ?? digest(asJson(asWritten(policy)))
  digests.set(policy, known)
  return known
}
