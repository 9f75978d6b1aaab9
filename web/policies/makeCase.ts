import type { Scope } from '../../shared/engine/effect.ts'
import type { PolicyCase } from '../../shared/graph/policyCase.ts'
import { WrittenPolicy } from '../../shared/graph/writtenPolicy.ts'
import type { Json } from '../../shared/json.ts'
import { scopeOfCase } from '../../shared/policy/pastDecisions.ts'
import { runPolicyCase } from '../../shared/policy/runPolicyCase.ts'
import { uniqueId } from '../editor/model/uniqueId.ts'

/**
 * A case of what could be in scope, or was: it holds what the condition reads, and expects what the policy makes of it now. For a policy that
 * is not finished it holds nothing yet.
 */
export function makeCase(written: Json, scope: Scope, title?: string): PolicyCase {
  const { data: policy } = WrittenPolicy.safeParse(written)
  const known = policy?.cases ?? []
  const made: PolicyCase = {
    id: uniqueId(
      'case1',
      known.map(({ id }) => id),
    ),
    title: title ?? `Case ${known.length + 1}`,
    scope: policy ? scopeOfCase(policy, scope) : {},
    expect: 'applies',
  }
  if (!policy) return made
  const { came, error } = runPolicyCase(policy, made)
  return error === null ? { ...made, expect: came } : made
}
