import type { StepTemplate, Strategy } from '../graph/nodes/planner.ts'

/**
 * The fixed steps, each after the one before it unless it says what it comes after (`after: []` says: after nothing).
 */
export function sequence(strategy: Extract<Strategy, { type: 'sequence' }>): {
  ok: true
  steps: StepTemplate[]
  rules: string[]
  rationale: string[]
} {
  const steps = strategy.steps.map((step, place) => {
    const before = strategy.steps[place - 1]
    return step.after || !before ? step : { ...step, after: [before.id] }
  })
  return { ok: true, steps, rules: [], rationale: [] }
}
