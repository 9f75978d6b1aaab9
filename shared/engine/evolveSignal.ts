import type { Json } from '../json.ts'
import type { EventOf } from './event.ts'
import { signalBounds } from './signals.ts'
import type { ActiveRun } from './state.ts'

/** An event was posted: it waits to be taken, and its id is known from now on. */
export function received(state: ActiveRun, data: EventOf<'signal.received'>['data']): ActiveRun {
  return {
    ...state,
    signals: [...state.signals, { ...data, at: state.at }],
    signalIds: [...state.signalIds, data.id].slice(-signalBounds.ids),
  }
}

/** What a wait brought says which event it took. */
export function takeSignal(state: ActiveRun, output: Json): ActiveRun {
  if (state.signals.length === 0 || typeof output !== 'object' || output === null || Array.isArray(output))
    return state
  const place = state.signals.findIndex((signal) => signal.id === output.id && signal.name === output.name)
  return place < 0 ? state : { ...state, signals: state.signals.toSpliced(place, 1) }
}
