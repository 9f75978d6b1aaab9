import type { Rejection } from '../command.ts'
import { isAwaited } from '../endingWaits.ts'
import { signalBounds } from '../signals.ts'
import type { ActiveRun, EndedRun, Signal } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { fromOutside, loggableText } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

/** Records an event posted to the run, once an id. What nobody waits for yet is kept, within bounds, and never dropped. */
export function signal(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'signal'>,
): Rejection | null {
  if (state.status === 'ended') return { code: 'already-ended', message: 'The run has ended.' }
  const data = fromOutside(command.data)
  if (!data.ok)
    return { code: 'input-invalid', message: 'The event’s data are not valid.', errors: [data.fault] }
  const posted = {
    id: loggableText(command.id),
    name: loggableText(command.name),
    data: data.value,
    by: loggableText(command.by),
  }
  if (state.signalIds.includes(posted.id))
    return { code: 'duplicate', message: `The event ${JSON.stringify(posted.id)} is on record.` }
  const received: Signal = { ...posted, at: turn.at }
  if (state.signals.length >= signalBounds.waiting && !isAwaited(turn.program, state, received)) {
    const message = `${state.signals.length} events wait to be taken by a step, and the run keeps no more.`
    return { code: 'too-many-signals', message }
  }
  emit(turn, { type: 'signal.received', data: posted })
  return null
}
