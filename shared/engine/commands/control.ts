import type { Rejection } from '../command.ts'
import { plannedAt } from '../planned.ts'
import { type Attempt, endOfAttempts, failForGood, outOfTime } from '../settling.ts'
import type { ActiveRun, EndedRun, StepState } from '../state.ts'
import { stepProgress } from '../stepProgress.ts'
import { emit, type Turn } from '../turn.ts'
import { loggableText } from '../wellFormed.ts'
import { isWithheld } from '../withheld.ts'
import type { CommandOf } from './commandOf.ts'

type Running = Extract<StepState, { status: 'running' }>

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

/** There is room for a run that was queued. */
export function admit(turn: Turn, state: ActiveRun | EndedRun): Rejection | null {
  if (state.status === 'ended') return ended
  if (state.phase.at !== 'queued') return { code: 'not-queued', message: 'The run is not queued.' }
  emit(turn, { type: 'run.admitted', data: {} })
  return null
}

/** Goes on. What could have been tried again in the meantime, and may not any more, has failed. */
export function resume(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'resume'>,
): Rejection | null {
  if (state.status === 'ended') return ended
  if (!state.paused) return { code: 'not-paused', message: 'The run is not paused.' }
  emit(turn, { type: 'run.resumed', data: who(command) })
  for (const attempt of withheldAttempts(turn, state))
    if (attempt.now.error && endOfAttempts(attempt.action, attempt.now) <= turn.at)
      failForGood(turn, attempt, outOfTime(attempt.action, attempt.now.error))
  return null
}

/** Attempts that the pause kept from leaving. */
function withheldAttempts(turn: Turn, state: ActiveRun): (Attempt & { now: Running })[] {
  const { iteration } = state
  if (!iteration?.plan) return []
  return stepProgress(iteration.plan, iteration).running.flatMap((place) => {
    const step = plannedAt(iteration, place)
    const now = iteration.steps[place]
    const action = step && turn.program.actions[step.action]
    if (!step || !action || now?.status !== 'running' || !isWithheld(state, now.notBefore)) return []
    return [{ iteration: iteration.number, step, action, now }]
  })
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
