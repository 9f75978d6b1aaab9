import type { PlanStep } from '../engine/plan.ts'
import { type References, referencesOf, templateReferences } from '../expr/references.ts'
import type { StepId } from '../graph/ids.ts'

/**
 * Every step with all that it waits for in `after`: what it says, and the steps that its bindings, `when` and list read. A fallback
 * waits for what it stands in for; whoever reads or comes after that one waits for it without a word about fallbacks.
 */
export function withDependencies(steps: readonly PlanStep[]): PlanStep[] {
  const known = new Set(steps.map((step) => step.id))
  return steps.map((step, place) => {
    const reads = readsOf(step)
    // Steps that are chosen while evaluating: everything before this one may be meant.
    const isOpen = reads.some((each) => each.open.has('steps'))
    const before = isOpen ? steps.slice(0, place).filter((each) => each.insteadOf === null) : []
    const named = reads.flatMap((each) => [...each.steps])
    const after = [...new Set([...step.after, ...named, ...before.map((each) => each.id)])]
    return { ...step, after: after.filter((id) => known.has(id) && id !== step.id) }
  })
}

function readsOf(step: PlanStep): References[] {
  const bindings = Object.values(step.bindings).map((text) => templateReferences(text))
  const sources = [step.when, step.map?.over ?? null].filter((source) => source !== null)
  return [...bindings, ...sources.map(referencesOf)]
}

/** Steps that wait for each other in a circle, in its order; null when there are none. */
export function findCycle(steps: readonly PlanStep[]): string[] | null {
  if (steps.every(({ after }) => after.length === 0)) return null
  const fallbacks = fallbackOf(steps)
  const waiting = new Map(steps.map((step) => [step.id, new Set(awaited(step, fallbacks))]))
  const dependants = new Map<string, string[]>()
  for (const [id, awaits] of waiting)
    for (const other of awaits) dependants.set(other, [...(dependants.get(other) ?? []), id])
  const free = [...waiting].filter(([, awaits]) => awaits.size === 0).map(([id]) => id)
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

function fallbackOf(steps: readonly PlanStep[]): Map<StepId, StepId> {
  return new Map(steps.flatMap(({ id, insteadOf }) => (insteadOf === null ? [] : [[insteadOf, id] as const])))
}

/** What a step waits for, with what may be tried instead of it. */
function awaited(step: PlanStep, fallbacks: ReadonlyMap<StepId, StepId>): StepId[] {
  return step.after.flatMap((id) => {
    const chain = [id]
    if (step.insteadOf === id) return chain
    for (let next = fallbacks.get(id); next !== undefined; next = fallbacks.get(next)) chain.push(next)
    return chain
  })
}
