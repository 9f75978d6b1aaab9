import type { Plan, PlanStep } from '../engine/plan.ts'
import type { StepId } from '../graph/ids.ts'
import { isSameJson } from '../isSameJson.ts'
import type { Json } from '../json.ts'

/** How a plan differs from the one before. `changed` names the fields that differ. */
export type PlanDiff = {
  added: StepId[]
  removed: StepId[]
  changed: { step: StepId; fields: string[] }[]
  same: StepId[]
}

const compared = [
  'action',
  'args',
  'bindings',
  'after',
  'when',
  'map',
  'insteadOf',
] as const satisfies (keyof PlanStep)[]

/** Compares two plans, step by step, by the ids of the steps. */
export function diffPlans(before: Plan, after: Plan): PlanDiff {
  const earlier = new Map(before.steps.map((step) => [step.id, step]))
  const later = new Set(after.steps.map((step) => step.id))
  const diff: PlanDiff = { added: [], removed: [], changed: [], same: [] }
  for (const step of after.steps) {
    const known = earlier.get(step.id)
    const fields = known ? compared.filter((field) => !isSame(known, step, field)) : []
    if (!known) diff.added.push(step.id)
    else if (fields.length > 0) diff.changed.push({ step: step.id, fields })
    else diff.same.push(step.id)
  }
  for (const step of before.steps) if (!later.has(step.id)) diff.removed.push(step.id)
  return diff
}

function isSame(a: PlanStep, b: PlanStep, field: (typeof compared)[number]): boolean {
  const [before, after] = [a[field], b[field]]
  return isSameJson(before as Json, after as Json)
}
