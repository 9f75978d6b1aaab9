import type { JsonObject } from '../json.ts'
import { standingFor } from './standingFor.ts'
import type { Iteration } from './state.ts'

/** The outputs of the steps that succeeded, or that something stood in for, by the steps' ids. */
export function outputsOf(iteration: Iteration | null): JsonObject {
  const outputs: JsonObject = {}
  const plan = iteration?.plan
  if (!iteration || !plan) return outputs
  for (const [place, { id }] of plan.steps.entries()) {
    const step = standingFor(plan, iteration, place)
    if (step?.status === 'succeeded') outputs[id] = step.output
  }
  return outputs
}
