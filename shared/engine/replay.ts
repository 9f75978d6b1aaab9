import type { RunEvent } from './event.ts'
import { evolve } from './evolve.ts'
import { initialState, type RunState } from './state.ts'

/** The state that a log gives: the same to the byte wherever it is folded. */
export function replay(events: Iterable<RunEvent>, from: RunState = initialState): RunState {
  let state = from
  for (const event of events) state = evolve(state, event)
  return state
}

/** The state just after the event with that number; 0 gives the state before the first. */
export function stateAt(events: readonly RunEvent[], seq: number): RunState {
  return replay(events.slice(0, Math.max(0, seq)))
}
