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
}

/** The policies that apply at a point of a run, in the program's order. `about` is the node that is at hand there. */
export function evaluatePolicies(
  policies: readonly Policy[],
  point: PolicyPoint,
  about: NodeId,
  scope: Scope,
): AppliedPolicy[] {
  const found: AppliedPolicy[] = []
  for (const policy of policies) {
    if (policy.at !== point || policy.on?.includes(about) === false) continue
    const each = applied(policy, scope)
    if (each) found.push(each)
  }
  return found
}

function applied(policy: Policy, scope: Scope): AppliedPolicy | null {
  const result = evaluate(policy.when, scope)
  if (!result.ok) return denied(policy, result.error)
  if (typeof result.value !== 'boolean') return denied(policy, 'The policy is neither true nor false.')
  return result.value ? { policy, effect: effectAt(policy), message: policy.message, error: null } : null
}

function denied(policy: Policy, error: string): AppliedPolicy {
  return { policy, effect: 'deny', message: `The policy “${policy.title}” could not be evaluated.`, error }
}

/** What an action brought can't be approved after the fact, so where approval would be needed it is refused. */
function effectAt(policy: Policy): Policy['effect'] {
  return policy.at === 'output' && policy.effect === 'require-approval' ? 'deny' : policy.effect
}
