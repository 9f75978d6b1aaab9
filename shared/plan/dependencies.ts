import type { PlanStep } from '../engine/plan.ts'
import { type References, referencesOf, templateReferences } from '../expr/references.ts'

/** Every step with all that it waits for in `after`: what it says, and the steps that its bindings and `when` read. */
export function withDependencies(steps: readonly PlanStep[]): PlanStep[] {
  const ids = steps.map((step) => step.id)
  const known = new Set(ids)
  return steps.map((step, place) => {
    const reads = readsOf(step)
    // Steps that are chosen while evaluating: everything before this one may be meant.
    const open = reads.some((each) => each.open.has('steps')) ? ids.slice(0, place) : []
    const named = reads.flatMap((each) => [...each.steps])
    const after = [...new Set([...step.after, ...named, ...open])]
    return { ...step, after: after.filter((id) => known.has(id) && id !== step.id) }
  })
}

function readsOf(step: PlanStep): References[] {
  const bindings = Object.values(step.bindings).map((text) => templateReferences(text))
  return step.when === null ? bindings : [...bindings, referencesOf(step.when)]
}

/** Steps that wait for each other in a circle, in its order; null when there are none. */
export function findCycle(steps: readonly PlanStep[]): string[] | null {
  const waiting = new Map(steps.map((step) => [step.id, new Set(step.after)]))
  const dependants = new Map<string, string[]>()
  for (const step of steps)
    for (const id of step.after) dependants.set(id, [...(dependants.get(id) ?? []), step.id])
  const free = steps.filter((step) => step.after.length === 0).map((step) => step.id)
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    waiting.delete(id)
    for (const dependant of dependants.get(id) ?? []) {
      const left = waiting.get(dependant)
      left?.delete(id)
      if (left?.size === 0) free.push(dependant)
    }
  }
  return waiting.size === 0 ? null : [...waiting.keys()]
}
