import { actionEffectId } from './effectId.ts'
import type { EventOf } from './event.ts'
import type { ActiveRun, RunState } from './state.ts'

export function started(state: ActiveRun, data: EventOf<'compensation.started'>['data']): RunState {
  const probes = state.undoing?.effect === data.effect ? state.undoing.probes : 0
  return { ...state, undoing: { ...data, failed: null, probing: null, probes } }
}

export function succeeded(state: ActiveRun, data: EventOf<'compensation.succeeded'>['data']): RunState {
  if (state.undoing?.undoes !== data.undoes) return state
  return { ...state, undoing: null, undone: [...state.undone, data.undoes] }
}

/** A final failure may come without a start: when the undo's arguments can't be made. */
export function failed(state: ActiveRun, data: EventOf<'compensation.failed'>['data']): RunState {
  if (data.final) return { ...state, undoing: null, notUndone: [...state.notUndone, data.undoes] }
  if (state.undoing?.undoes !== data.undoes) return state
  return { ...state, undoing: { ...state.undoing, failed: data.error, probing: null } }
}

/** That it is looked into, and each look that told nothing; what a look told is what the next event says. */
export function probed(state: ActiveRun, data: EventOf<'step.probed'>['data']): RunState {
  const { undoing } = state
  const { error, retryAt: notBefore } = data
  if (!undoing || notBefore === undefined) return state
  if (undoing.undoes !== actionEffectId(state.run, data.iteration, data.step)) return state
  const probes = undoing.probes + 1
  if (undoing.probing)
    return { ...state, undoing: { ...undoing, probes, probing: { ...undoing.probing, notBefore } } }
  if (undoing.failed || !error) return state
  return { ...state, undoing: { ...undoing, probes, probing: { error, first: probes, notBefore } } }
}
