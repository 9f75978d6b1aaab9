import type { StepId } from '../graph/ids.ts'
import type { Plan } from './plan.ts'

const indexes = new WeakMap<Plan, ReadonlyMap<StepId, number>>()

/** The place of each step in its plan. Made once a plan, so that folding stays linear in the log. */
export function planIndex(plan: Plan): ReadonlyMap<StepId, number> {
  const known = indexes.get(plan)
  if (known) return known
  const index = new Map(plan.steps.map((step, place) => [step.id, place]))
  indexes.set(plan, index)
  return index
}
