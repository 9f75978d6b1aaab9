import { OfPlan } from './OfPlan.ts'
import type { Plan } from './plan.ts'
import { planIndex } from './planIndex.ts'

/** Which step of a plan is tried instead of which, by their places. */
export type StandIns = {
  /** What is tried when the step failed. */
  standIn(place: number): number | undefined
  /** The step that this one is tried instead of. */
  original(place: number): number | undefined
  /** That step, the one that it stands in for, and so on. */
  originals(place: number): number[]
}

const known = new OfPlan<StandIns>(make)

/** Of several steps that would stand in for one, the first does. Made once a plan. */
export function findStandIns(plan: Plan): StandIns {
  return known.get(plan)
}

function make(plan: Plan): StandIns {
  const index = planIndex(plan)
  const standIns = new Map<number, number>()
  const originals = new Map<number, number>()
  for (const [place, { insteadOf }] of plan.steps.entries()) {
    const of = insteadOf === null ? undefined : index.get(insteadOf)
    if (of === undefined || follow(originals, of).includes(place)) continue
    originals.set(place, of)
    if (!standIns.has(of)) standIns.set(of, place)
  }
  return {
    standIn: (place) => standIns.get(place),
    original: (place) => originals.get(place),
    originals: (place) => follow(originals, place).slice(1),
  }
}

/** A place, and where it leads. What would lead in a circle is never put in. */
function follow(originals: ReadonlyMap<number, number>, place: number): number[] {
  const chain: number[] = []
  for (let of: number | undefined = place; of !== undefined; of = originals.get(of)) chain.push(of)
  return chain
}
