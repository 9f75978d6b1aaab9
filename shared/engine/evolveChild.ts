import type { EventOf, StepRef } from './event.ts'
import type { ActiveRun, EndedRun } from './state.ts'
import { addUsd } from './usd.ts'

/** The result of a child run is in: nobody has to cancel it any more. */
export function childEnded<S extends ActiveRun | EndedRun>(
  state: S,
  of: { iteration: number; step: StepRef },
): S {
  if (state.children.length === 0) return state
  const children = state.children.filter(
    (child) => child.iteration !== of.iteration || child.step !== of.step,
  )
  return children.length === state.children.length ? state : { ...state, children }
}

/** What a result says that it cost, and how many steps a child run started. */
export function paid<S extends ActiveRun | EndedRun>(
  state: S,
  { costUsd = 0, steps = 0 }: { costUsd?: number | undefined; steps?: number | undefined },
): S {
  if (costUsd === 0 && steps === 0) return state
  return {
    ...state,
    costUsd: addUsd(state.costUsd, costUsd),
    startedByChildren: state.startedByChildren + steps,
  }
}

/**
 * A result that nobody waits for is on record. A child that is over has not to be cancelled any more; what it was given stays given while
 * the run goes on, so that a late result changes nothing that is owed.
 */
export function late<S extends ActiveRun | EndedRun>(state: S, data: EventOf<'step.late'>['data']): S {
  const next = { ...state, late: [...state.late, data.effect] }
  if (!state.children.some((child) => child.effect === data.effect)) return next
  if (state.status === 'ended') return childEnded(next, data)
  const children = state.children.map((child) =>
    child.effect === data.effect ? { ...child, over: true as const } : child,
  )
  return { ...next, children }
}
