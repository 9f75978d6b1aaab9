import { ruleOf } from '../../../shared/graph/writtenPolicy.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import { useApi } from '../../app/useApi.ts'

/** `gone`: the set that a run was held to is not kept any more. */
export type BoundPolicies = PolicySet | null | 'loading' | 'gone'

/** The workspace’s policies that a run was bound to, by their digest; null where there were none. */
export function useBoundPolicies(bound: string | undefined): BoundPolicies {
  const now = useApi('getPolicies', {}, { enabled: bound !== undefined })
  const earlier = now.data?.history.find(({ digest }) => digest === bound)
  const isNow = now.data?.digest === bound
  const then = useApi(
    'getPolicyVersion',
    { params: { version: String(earlier?.version ?? '') } },
    { enabled: earlier !== undefined && !isNow },
  )
  if (bound === undefined) return null
  const found = isNow ? now.data : then.data
  if (found) {
    const { version, digest, policies } = found
    return { version, digest, policies: policies.map(ruleOf) }
  }
  if (now.error || then.error || (now.data && !earlier)) return 'gone'
  return 'loading'
}
