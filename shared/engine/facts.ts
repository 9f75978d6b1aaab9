import type { Program } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Json } from '../json.ts'
import { effectOf, startedSteps } from './evolvePlanning.ts'
import type { ActiveRun, EndedRun } from './state.ts'

/** A fact: the output that gave it, when that was, and whose it is. */
export type Fact = { value: Json; at: number; action: NodeId }

/**
 * What succeeded steps gave and no compensation took back, by name: the last that gave it counts, after what a fork carried along. What is
 * older than its action says it may be is no fact any more, and nothing that it replaced comes back.
 */
export function factsOf(program: Program, state: ActiveRun | EndedRun): Map<string, Fact> {
  const facts = new Map<string, Fact>()
  if (!givesFacts(program)) return facts
  const undone = new Set(state.undone)
  for (const { name, ...fact } of state.fork?.carried?.facts ?? [])
    if (!isOld(program.actions[fact.action]?.freshSeconds ?? null, state.at - fact.at)) facts.set(name, fact)
  for (const step of [...state.past, ...startedSteps(state.iteration)]) {
    const action = program.actions[step.action]
    if (step.status !== 'succeeded' || !action || action.gives.length === 0) continue
    if (undone.has(effectOf(state, step))) continue
    const { freshSeconds, gives } = action
    const old = isOld(freshSeconds, state.at - step.settledAt)
    for (const name of gives) {
      if (old) facts.delete(name)
      else facts.set(name, { value: step.output, at: step.settledAt, action: step.action })
    }
  }
  return facts
}

const isOld = (freshSeconds: number | null, ageMs: number) =>
  freshSeconds !== null && ageMs > freshSeconds * 1000

const giving = new WeakMap<Program, boolean>()

/** Whether any action of a program gives facts. */
export function givesFacts(program: Program): boolean {
  const known = giving.get(program) ?? Object.values(program.actions).some(({ gives }) => gives.length > 0)
  giving.set(program, known)
  return known
}
