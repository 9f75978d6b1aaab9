import type { Rejection } from '../command.ts'
import type { ActiveRun, EndedRun } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { loggableText } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

const ended: Rejection = { code: 'already-ended', message: 'The run has ended.' }

export function pause(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'pause'>,
): Rejection | null {
  if (state.status === 'ended') return ended
  if (state.paused) return { code: 'already-paused', message: 'The run is paused.' }
  if (state.cancel) return { code: 'duplicate', message: 'The run is being cancelled.' }
  emit(turn, { type: 'run.paused', data: who(command) })
  return null
}

export function resume(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'resume'>,
): Rejection | null {
  if (state.status === 'ended') return ended
  if (!state.paused) return { code: 'not-paused', message: 'The run is not paused.' }
  emit(turn, { type: 'run.resumed', data: who(command) })
  return null
}

/** Ends the run: at once, or after undoing what was done. Stopping at once is still possible while it undoes. */
export function cancel(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'cancel'>,
): Rejection | null {
  if (state.status === 'ended') return ended
  if (state.cancel && (command.compensate || !state.cancel.compensate))
    return { code: 'duplicate', message: 'The run is being cancelled.' }
  emit(turn, { type: 'run.cancelled', data: { ...who(command), compensate: command.compensate } })
  return null
}

function who({ by, reason }: { by: string; reason: string }): { by: string; reason: string } {
  return { by: loggableText(by), reason: loggableText(reason) }
}
