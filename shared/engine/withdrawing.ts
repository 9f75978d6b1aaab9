import type { EffectError } from './effectError.ts'
import { endWait } from './endingWaits.ts'
import { joinMaps } from './joining.ts'
import { plannedAt } from './planned.ts'
import type { Iteration } from './state.ts'
import { activeOf, emit, type Turn } from './turn.ts'

/**
 * Takes back what has not started of a plan that does not hold any more, and ends what only waits. What runs is awaited. The step that
 * was asked about, if it was one, fails. Whether something was recorded.
 */
export function withdrawSteps(
  turn: Turn,
  iteration: Iteration,
  message: string,
  asked: string | null = null,
): boolean {
  const before = turn.events.length
  const { number } = iteration
  for (const [place, now] of iteration.steps.entries()) {
    if (now.status !== 'waiting' && now.status !== 'running') continue
    const step = plannedAt(iteration, place)
    if (!step) continue
    const of = { iteration: number, step: step.id }
    if (now.status === 'running') {
      if (now.until !== null) endWait(turn, number, step.id, message)
    } else if (step.id === asked)
      emit(turn, { type: 'step.failed', data: { ...of, error: withdrawn(message), attempts: 0 } })
    else emit(turn, { type: 'step.skipped', data: { ...of, reason: 'withdrawn', message } })
  }
  const after = activeOf(turn)?.iteration
  if (after) joinMaps(turn, after)
  return turn.events.length > before
}

function withdrawn(message: string): EffectError {
  return { class: 'approval', message, retryable: false, mayHaveHappened: false }
}
