import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { ruleOf, type WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import type { Json } from '../../../shared/json.ts'

/** How two sets of policies differ, by id. */
export type PolicyDiff =
  | { is: 'added' | 'removed'; id: string; title: string }
  | { is: 'changed'; id: string; title: string; fields: { name: string; before: Json; after: Json }[] }

/** What a set became: what was added, taken out and changed. A change of the order alone is none: it decides nothing. */
export function diffPolicies(
  before: readonly WrittenPolicy[],
  after: readonly WrittenPolicy[],
): PolicyDiff[] {
  const known = new Map(before.map((policy) => [policy.id, policy]))
  const kept = new Set(after.map(({ id }) => id))
  return [
    ...after.flatMap((policy) => diffOf(known.get(policy.id), policy)),
    ...before
      .filter(({ id }) => !kept.has(id))
      .map(({ id, title }): PolicyDiff => ({ is: 'removed', id, title })),
  ]
}

function diffOf(before: WrittenPolicy | undefined, after: WrittenPolicy): PolicyDiff[] {
  const { id, title } = after
  if (!before) return [{ is: 'added', id, title }]
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof WrittenPolicy>
  const fields = [...names].flatMap((name) => {
    const [was, is] = [(before[name] ?? null) as Json, (after[name] ?? null) as Json]
    return canonicalJson(was) === canonicalJson(is) ? [] : [{ name, before: was, after: is }]
  })
  return fields.length === 0 ? [] : [{ is: 'changed', id, title, fields }]
}

/** The policies with a version one higher where their rules differ from what was saved, unless somebody set it: cases decide nothing. */
export function withVersions(
  before: readonly WrittenPolicy[],
  after: readonly WrittenPolicy[],
): WrittenPolicy[] {
  const known = new Map(before.map((policy) => [policy.id, policy]))
  return after.map((policy) => {
    const was = known.get(policy.id)
    if (!was || diffOf(ruleOf(was), ruleOf(policy)).length === 0 || was.version !== policy.version)
      return policy
    return { ...policy, version: (was.version ?? 1) + 1 }
  })
}
