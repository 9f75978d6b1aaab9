import { referencesOf, templateReferences } from '../expr/references.ts'
import type { StepTemplate } from '../graph/nodes/planner.ts'
import type { StepList } from './strategies.ts'

/** The steps that must be over before a step of a plan: those that are named, and those that are read. */
export function waitsFor(step: StepTemplate): string[] {
  const args = [step, ...(step.fallback ?? [])].map((call) => call.args ?? {})
  const expressions = [step.when, step.map?.over].flatMap((source) => source ?? [])
  return [
    ...(step.after ?? []),
    ...args.flatMap((template) => [...templateReferences(template).steps]),
    ...expressions.flatMap((source) => [...referencesOf(source).steps]),
  ]
}

type Before = ReadonlyMap<string, ReadonlySet<string>>

const known = new WeakMap<readonly StepTemplate[], Before>()

/** Every step of the list with all that are over before it starts, one after the other. Made once a list. */
export function stepsBefore({ steps, type }: StepList): Before {
  const before = known.get(steps) ?? allBefore(steps, type)
  known.set(steps, before)
  return before
}

function allBefore(steps: readonly StepTemplate[], type: StepList['type']): Before {
  const direct = new Map(
    steps.map((step, place) => {
      const previous = type === 'sequence' && step.after === undefined ? steps[place - 1]?.id : undefined
      return [step.id, [...waitsFor(step), ...(previous === undefined ? [] : [previous])]] as const
    }),
  )
  return new Map([...direct.keys()].map((id) => [id, reachedFrom(id, direct)]))
}

function reachedFrom(id: string, direct: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>()
  const rest = [...(direct.get(id) ?? [])]
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    rest.push(...(direct.get(next) ?? []))
  }
  return reached
}
