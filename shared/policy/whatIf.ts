import type { Program } from '../compile/program.ts'
import type { RunEvent } from '../engine/event.ts'
import { applyPolicies, type PolicyQuestion } from '../engine/gate.ts'
import { policyScope } from '../engine/policyScope.ts'
import type { ActiveRun } from '../engine/state.ts'
import type { JsonObject } from '../json.ts'
import { valuesRead } from '../verify/valuesRead.ts'
import { askedOf } from './askedOf.ts'
import type { ChangedDecision, PolicyDecision } from './changedDecision.ts'
import type { AppliedPolicy } from './evaluatePolicies.ts'

/**
 * Which decisions of a recorded run would change if it were held to `after` instead of `before`: the same program with other policies. Each
 * point where the run asked its policies is asked again, over what was so then. A run that is stopped at the first of them would not have
 * come to the others.
 */
export function whatIf(
  log: readonly RunEvent[],
  before: Program,
  after: Program,
): { points: number; changes: ChangedDecision[] } {
  const changes: ChangedDecision[] = []
  let points = 0
  for (const { event, of, question } of askedOf(log, before)) {
    points += 1
    const change = compare(of, event, question, before, after)
    if (change) changes.push(change)
  }
  return { points, changes }
}

function compare(
  state: ActiveRun,
  { seq, at }: RunEvent,
  question: PolicyQuestion,
  before: Program,
  after: Program,
): ChangedDecision | null {
  const [old, now] = [before, after].map((program) => enforced(program, state, at, question))
  if (!old || !now) return null
  const [was, is] = [decision(old), decision(now)]
  if (was.effect === is.effect && was.policies.join() === is.policies.join()) return null
  const scope = policyScope(after, state, at, question)
  const values = [...old, ...now].map(({ policy }) => valuesRead(policy.when, scope))
  const { point, subject } = question
  return {
    seq,
    at,
    point,
    subject,
    before: was,
    after: is,
    values: Object.assign({}, ...values) as JsonObject,
  }
}

function enforced(program: Program, state: ActiveRun, at: number, question: PolicyQuestion): AppliedPolicy[] {
  return applyPolicies(program, state, at, question).applied.filter(({ dryRun }) => !dryRun)
}

const strongestFirst = ['deny', 'require-approval', 'redact', 'flag'] as const

/** The strongest effect, and the policies that have it. Their order does not matter. */
function decision(applied: readonly AppliedPolicy[]): PolicyDecision {
  const effect = strongestFirst.find((each) => applied.some((one) => one.effect === each)) ?? 'allow'
  const policies = applied.filter((each) => each.effect === effect).map(({ policy }) => policy.id)
  return { effect, policies: policies.toSorted() }
}
