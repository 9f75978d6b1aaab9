import { canonicalJson } from '../audit/canonicalJson.ts'
import type { StepTemplate } from '../graph/nodes/planner.ts'

/** What steps do, whatever they say about why: equal for steps that are the same. */
export function stepsMeaning(steps: readonly StepTemplate[]): string {
  return canonicalJson(
    steps.map(({ id, action, args, after, when, map, fallback }) => ({
      id,
      action,
      args: args ?? {},
      after: after ?? null,
      when: when ?? null,
      map: map ? [map.over, map.max ?? null, map.parallelism ?? null] : null,
      fallback: (fallback ?? []).map((each) => ({ action: each.action, args: each.args ?? {} })),
    })),
  )
}
