import type { Plan, PlanStep } from '../engine/plan.ts'
import type { ProgramFacts } from './programFacts.ts'

type Known = { alike: ReadonlyMap<number, string>; form: string }

const known = new WeakMap<Plan, Known>()

/** What a plan does, as far as decisions tell plans apart; not its number, nor how it came about. */
export function planForm(facts: ProgramFacts, plan: Plan): string {
  return knownOf(facts, plan).form
}

/** The steps of which none is named by anything: by place, with what they have in common. */
export function alikeIn(facts: ProgramFacts, plan: Plan): ReadonlyMap<number, string> {
  return knownOf(facts, plan).alike
}

function knownOf(facts: ProgramFacts, plan: Plan): Known {
  const before = known.get(plan)
  if (before) return before
  const named = new Set(
    plan.steps.flatMap(({ after, insteadOf }) => (insteadOf ? [...after, insteadOf] : after)),
  )
  const isAlike = ({ id, map, insteadOf }: PlanStep) =>
    !named.has(id) && map === null && insteadOf === null && facts.readSteps?.has(id) !== true
  const alike = new Map(
    plan.steps.flatMap((step, place) => (isAlike(step) ? [[place, kindOf(facts, step)] as const] : [])),
  )
  const others = plan.steps.filter((_, place) => !alike.has(place))
  const made = { alike, form: `${JSON.stringify(others)}${fewOf([...alike.values()]).join(';')}` }
  known.set(plan, made)
  return made
}

function kindOf({ readsArgs }: ProgramFacts, { action, after, when, args, bindings }: PlanStep): string {
  return JSON.stringify([action, after, when, ...(readsArgs ? [args, bindings] : [])])
}

/** Of what is alike, two stand for more than two. In an order of its own. */
export function fewOf(texts: readonly string[]): string[] {
  const sorted = texts.toSorted()
  return sorted.filter((text, place) => text !== sorted[place - 2])
}
