import { alwaysIs } from '../../expr/alwaysIs.ts'
import { constantOf } from '../../expr/constantOf.ts'
import type { Policy } from '../../graph/policy.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose } from '../report.ts'
import { Scopes } from '../scopes.ts'

/** Policies that can come to something. */
export function checkNeverFires(index: GraphIndex): Diagnostic[] {
  const scopes = new Scopes(index)
  const reached = index.trigger ? index.reachableFrom(index.trigger.id) : null
  return index.graph.policies.flatMap((policy, place) => {
    const field = `/policies/${place}`
    const about = (policy.on ?? []).filter((id) => index.node(id))
    const isAboutNothing = policy.on !== undefined && (policy.on.length === 0 || unreached(about, reached))
    if (isAboutNothing) {
      const message = `The policy “${policy.id}” is about nothing that a run gets to`
      const fix = { title: 'Apply it to everything', patch: [{ op: 'remove' as const, path: `${field}/on` }] }
      return [diagnose('policy-never-fires', { field: `${field}/on` }, message, fix)]
    }
    if (!isNever(policy, scopes)) return []
    const message = `The condition of “${policy.id}” is never true, within the limits of a run and what the schemas allow`
    return [diagnose('policy-never-fires', { field: `${field}/when` }, message)]
  })
}

/** Whether there are such nodes, and no run gets to any of them. */
function unreached(about: readonly string[], reached: ReadonlySet<string> | null): boolean {
  return about.length > 0 && reached !== null && !about.some((id) => reached.has(id))
}

function isNever({ when, at, on }: Policy, scopes: Scopes): boolean {
  return constantOf(when) === false || alwaysIs(when, scopes.policy(at, on)) === false
}
