import type { Program } from '../compile/program.ts'
import { inKeyOrder } from '../keyOrder.ts'
import type { EventBody } from './event.ts'
import { apply } from './evolve.ts'
import type { ActiveRun, RunState } from './state.ts'

/** One turn of a run: what happened so far in it, and the state that this gives. */
export type Turn = {
  readonly program: Program
  /** The time of the turn: never before the last event. */
  readonly at: number
  readonly events: EventBody[]
  state: RunState
}

export function beginTurn(program: Program, state: RunState, at: number): Turn {
  return { program, at: state.status === 'new' ? at : Math.max(at, state.at), events: [], state }
}

/** Records a fact and folds it in at once, as it will be read from the log, so that the next decision of the turn sees it. */
export function emit(turn: Turn, event: EventBody): void {
  const data = inKeyOrder(event.data)
  const fact = data === event.data ? event : ({ ...event, data } as EventBody)
  turn.events.push(fact)
  turn.state = apply(turn.state, fact, turn.at)
}

/** The turn's state while the run is active; undefined once it has ended, or before it began. */
export function activeOf(turn: Turn): ActiveRun | undefined {
  return turn.state.status === 'active' ? turn.state : undefined
}
