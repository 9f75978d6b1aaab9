import type { StepTemplate } from '../../graph/nodes/planner.ts'
import type { StepList } from '../strategies.ts'

/**
 * A list of steps without those that are left out: what came after one of them comes after whatever that one came after. In a
 * sequence a step that does not say what it comes after comes after the one before it.
 */
export function withoutSteps(
  { steps, together, type }: StepList,
  stays: (step: StepTemplate) => boolean,
): StepTemplate[] {
  const left = new Set(together.filter((step) => !stays(step)).map(({ id }) => id))
  if (left.size === 0) return [...steps]
  const isSequence = type === 'sequence'
  const afterOf = new Map(
    together.map((step, place) => [step.id, step.after ?? (isSequence ? idBefore(together, place) : [])]),
  )
  return steps.filter(stays).map((step) => {
    const after = afterOf.get(step.id) ?? []
    if (!after.some((id) => left.has(id))) return step
    return { ...step, after: instead(after, left, afterOf) }
  })
}

function idBefore(steps: readonly StepTemplate[], place: number): string[] {
  const previous = steps[place - 1]
  return previous ? [previous.id] : []
}

/** The steps that stay behind these. Steps that wait for each other are looked at once. */
function instead(
  after: readonly string[],
  left: ReadonlySet<string>,
  afterOf: ReadonlyMap<string, readonly string[]>,
): string[] {
  const found = new Set<string>()
  const seen = new Set<string>()
  const rest = after.toReversed()
  for (let id = rest.pop(); id !== undefined; id = rest.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    if (left.has(id)) rest.push(...(afterOf.get(id) ?? []).toReversed())
    else found.add(id)
  }
  return [...found]
}
