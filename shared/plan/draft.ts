import type { PlanStep } from '../engine/plan.ts'
import type { NodeId, StepId } from '../graph/ids.ts'
import type { MapOver } from '../graph/nodes/planner.ts'
import type { JsonObject } from '../json.ts'
import type { PlanReason } from './reason.ts'

/** A call with its arguments: known values, and what is bound when the step starts. */
export type DraftCall = {
  action: NodeId
  args: JsonObject
  bindings: Record<string, string>
  why: string | null
}

/** A step as any planner proposes it, before its fallbacks are steps of their own. */
export type Draft = DraftCall & {
  id: StepId
  after: StepId[]
  when: string | null
  map: MapOver | null
  fallback: DraftCall[]
}

const mapDefault = 100
const longestId = 63

/** The steps of a plan: each draft, and after it what is tried instead of it, in order. */
export function expandDrafts(drafts: readonly Draft[]): PlanStep[] {
  const taken = new Set(drafts.map((draft) => draft.id))
  return drafts.flatMap((draft) => {
    const { id, after, when, fallback } = draft
    const map = draft.map && {
      over: draft.map.over,
      max: draft.map.max ?? mapDefault,
      parallelism: draft.map.parallelism ?? null,
    }
    const { action, args, bindings, why } = draft
    const steps: PlanStep[] = [{ action, after, args, bindings, id, insteadOf: null, map, when, why }]
    for (const call of fallback) {
      const insteadOf = steps.at(-1)?.id ?? id
      const own = freeId(id, steps.length, taken)
      taken.add(own)
      // What is tried instead of a step that maps does the same for each item, so that the output has the same form.
      steps.push({ id: own, ...call, after: [insteadOf], when: null, map, insteadOf })
    }
    return steps
  })
}

/** `<id>_or_<n>`, with the next number that no other step has. */
function freeId(id: StepId, from: number, taken: ReadonlySet<StepId>): StepId {
  for (let number = from; ; number += 1) {
    const ending = `_or_${number}`
    const made = id.slice(0, longestId - ending.length) + ending
    if (!taken.has(made)) return made
  }
}

/** What is wrong with drafts as they stand: two steps under one id, or an action that the planner is not joined to. */
export function draftFaults(drafts: readonly Draft[], actions: readonly NodeId[]): PlanReason[] {
  const faults: PlanReason[] = []
  const seen = new Set<StepId>()
  const fault = (step: StepId, message: string) => faults.push({ code: 'unsound', message, step })
  for (const { id, action, fallback } of drafts) {
    if (seen.has(id)) fault(id, `Two steps are called “${id}”.`)
    seen.add(id)
    for (const used of [action, ...fallback.map((call) => call.action)])
      if (!actions.includes(used))
        fault(id, `Step “${id}” uses “${used}”, which its planner is not joined to.`)
  }
  return faults
}

/** The step of the plan that a fallback stands in for, at the head of its chain. */
export function standsFor(steps: readonly PlanStep[], id: StepId): StepId {
  let current = steps.find((step) => step.id === id)
  while (current?.insteadOf != null) {
    const { insteadOf } = current
    current = steps.find((step) => step.id === insteadOf) ?? { ...current, id: insteadOf, insteadOf: null }
  }
  return current?.id ?? id
}
