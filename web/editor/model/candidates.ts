import type { StepTemplate } from '../../../shared/graph/nodes/planner.ts'
import { idFromTitle, uniqueId } from './uniqueId.ts'

/** A step for each action that none of the steps uses yet. */
export function candidatesFor(
  steps: readonly StepTemplate[],
  actions: readonly { value: string; label: string }[],
): StepTemplate[] {
  const used = new Set(steps.map((step) => step.action))
  const ids = steps.map((step) => step.id)
  return actions
    .filter((action) => !used.has(action.value))
    .map((action) => {
      const id = uniqueId(idFromTitle(action.label, 'step'), ids)
      ids.push(id)
      return { id, action: action.value }
    })
}
