import type { EventOf, StepRef } from './event.ts'
import type { ActiveRun, EndedRun } from './state.ts'

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

/** A result that nobody waits for is on record. */
export function late<S extends ActiveRun | EndedRun>(state: S, data: EventOf<'step.late'>['data']): S {
  const next = { ...state, late: [...state.late, data.effect] }
  return state.children.some((child) => child.effect === data.effect) ? childEnded(next, data) : next
}
