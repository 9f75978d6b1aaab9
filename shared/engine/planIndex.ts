import type { StepId } from '../graph/ids.ts'
import { OfPlan } from './OfPlan.ts'
import type { Plan } from './plan.ts'

const indexes = new OfPlan<ReadonlyMap<StepId, number>>(
  ({ steps }) => new Map(steps.map((step, place) => [step.id, place])),
)

/** The place of each step in its plan. Made once a plan, so that folding stays linear in the log. */
export function planIndex(plan: Plan): ReadonlyMap<StepId, number> {
  return indexes.get(plan)
}
