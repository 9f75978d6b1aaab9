import type { Scope } from '../engine/effect.ts'
import { evaluate } from '../expr/evaluate.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Policy, PolicyPoint } from '../graph/policy.ts'

/** A policy that applies: it matched, or could not be evaluated, which denies. */
export type AppliedPolicy = {
  policy: Policy
  effect: Policy['effect']
  message: string
  error: string | null
  /** It is recorded and changes nothing. */
  dryRun: boolean
}

/** The policies that are looked at there. */
export function policiesAt(policies: readonly Policy[], point: PolicyPoint, about: NodeId): Policy[] {
  return policies.filter((policy) => policy.at === point && policy.on?.includes(about) !== false)
}

/** Whether a policy applies; null when it does not. */
export function evaluatePolicy(policy: Policy, scope: Scope): AppliedPolicy | null {
  const dryRun = policy.mode === 'dry-run'
  const result = evaluate(policy.when, scope)
  if (result.ok && result.value === false) return null
  if (result.ok && result.value === true)
    return { policy, effect: effectAt(policy), message: policy.message, error: null, dryRun }
  const message = `The policy “${policy.title}” could not be evaluated.`
  const error = result.ok ? 'The policy is neither true nor false.' : result.error
  return { policy, effect: 'deny', message, error, dryRun }
}

/** What an action brought can't be approved after the fact, so where approval would be needed it is refused. */
function effectAt(policy: Policy): Policy['effect'] {
  return policy.at === 'output' && policy.effect === 'require-approval' ? 'deny' : policy.effect
}

/** What is replaced where these apply. Also by one that could not be evaluated: what may have to be hidden is. */
export function redactionsOf(applied: readonly AppliedPolicy[]): string[] {
  return applied.flatMap(({ policy, dryRun }) =>
    dryRun || policy.effect !== 'redact' ? [] : (policy.redact ?? []),
  )
}
