import type { Plan } from './plan.ts'
import { findStandIns } from './standIns.ts'
import type { Iteration, StepState } from './state.ts'
import { stepProgress } from './stepProgress.ts'

/** The step itself, or the one that stands in for it and succeeded. */
export function standingFor(plan: Plan, iteration: Iteration, place: number): StepState | undefined {
  const step = iteration.steps[place]
  if (step?.status !== 'failed' || stepProgress(plan, iteration).resultOf(place) !== 'carries') return step
  const standIn = findStandIns(plan).standIn(place)
  return standIn === undefined ? step : standingFor(plan, iteration, standIn)
}
