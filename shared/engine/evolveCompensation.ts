import type { EventOf } from './event.ts'
import type { ActiveRun, RunState } from './state.ts'

export function started(state: ActiveRun, data: EventOf<'compensation.started'>['data']): RunState {
  return { ...state, undoing: { ...data, failed: null } }
}

export function succeeded(state: ActiveRun, data: EventOf<'compensation.succeeded'>['data']): RunState {
  if (state.undoing?.undoes !== data.undoes) return state
  return { ...state, undoing: null, undone: [...state.undone, data.undoes] }
}

/** A final failure may come without a start: when the undo's arguments can't be made. */
export function failed(state: ActiveRun, data: EventOf<'compensation.failed'>['data']): RunState {
  if (data.final) return { ...state, undoing: null, notUndone: [...state.notUndone, data.undoes] }
  if (state.undoing?.undoes !== data.undoes) return state
  return { ...state, undoing: { ...state.undoing, failed: data.error } }
}
