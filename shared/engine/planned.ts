import type { Json, JsonObject } from '../json.ts'
import type { StepRef } from './event.ts'
import type { PlanStep } from './plan.ts'
import { planIndex } from './planIndex.ts'
import type { Expanded, Iteration } from './state.ts'

/** A step that can be started: of the plan, or for one item of a step that maps over a list. */
export type Planned = PlanStep & {
  id: StepRef
  /** The item that it is for; null for a step of the plan. */
  item: { of: number; index: number; value: Json } | null
}

type Steps = Pick<Iteration, 'plan' | 'expanded'>

/** The step at a place of an iteration: the plan's steps come first, then the items, in the order in which they came. */
export function plannedAt(iteration: Steps, place: number): Planned | undefined {
  const { plan, expanded } = iteration
  const own = plan?.steps[place]
  if (own) return { ...own, item: null }
  const found = expansionAt(expanded, place)
  const step = found && plan?.steps[found.place]
  if (!found || !step) return undefined
  const index = place - found.first
  const value = found.items[index]
  if (value === undefined) return undefined
  const id = `${step.id}[${index}]`
  return { ...step, id, after: [], map: null, insteadOf: null, item: { of: found.place, index, value } }
}

/** The place of a step, by its id in the log. */
export function placeOf(iteration: Steps, ref: StepRef): number | undefined {
  if (!iteration.plan) return undefined
  const index = planIndex(iteration.plan)
  if (!ref.endsWith(']')) return index.get(ref)
  const [, of = '', digits = ''] = /^(.*)\[(0|[1-9]\d{0,3})\]$/.exec(ref) ?? []
  const place = index.get(of)
  const found = place === undefined ? undefined : expansionOf(iteration.expanded, place)
  const item = Number(digits)
  return found && digits !== '' && item < found.items.length ? found.first + item : undefined
}

/** What the expressions of an item's step read besides the rest of their scope. */
export function itemRoots({ item }: Planned): JsonObject {
  return item ? { item: item.value, index: item.index } : {}
}

/** The expansion that the step at a place is an item of. */
export function expansionAt(expanded: readonly Expanded[], place: number): Expanded | undefined {
  let from = 0
  let to = expanded.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((expanded[middle]?.first ?? 0) <= place) from = middle + 1
    else to = middle
  }
  // One without items begins where the next does, and comes before it.
  const found = expanded[from - 1]
  return found && place < found.first + found.items.length ? found : undefined
}

const byPlace = new WeakMap<readonly Expanded[], ReadonlyMap<number, Expanded>>()

/** The expansion of the step at a place of the plan. */
export function expansionOf(expanded: readonly Expanded[], place: number): Expanded | undefined {
  if (expanded.length === 0) return undefined
  const known = byPlace.get(expanded) ?? new Map(expanded.map((each) => [each.place, each]))
  byPlace.set(expanded, known)
  return known.get(place)
}
