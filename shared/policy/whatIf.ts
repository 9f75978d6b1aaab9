import type { Program } from '../compile/program.ts'
import type { RunEvent } from '../engine/event.ts'
import { evolve } from '../engine/evolve.ts'
import { applyPolicies, type PolicyQuestion } from '../engine/gate.ts'
import { policyScope } from '../engine/policyScope.ts'
import { type ActiveRun, initialState, type RunState } from '../engine/state.ts'
import type { JsonObject } from '../json.ts'
import { valuesRead } from '../verify/valuesRead.ts'
import type { ChangedDecision, PolicyDecision } from './changedDecision.ts'
import type { AppliedPolicy } from './evaluatePolicies.ts'
import { questionAt } from './questionAt.ts'

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
  const seen = new Set<string>()
  let state: RunState = initialState
  for (const event of log) {
    const next: RunState = evolve(state, event)
    const found = questionAt(before, state, next, event)
    state = next
    if (!found) continue
    const { of, question } = found
    const key = `${of.iteration?.number ?? 0} ${question.point} ${question.subject ?? ''}`
    if (seen.has(key)) continue
    seen.add(key)
    const change = compare(of, event, question, before, after)
    if (change) changes.push(change)
  }
  return { points: seen.size, changes }
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
