import type { EffectError } from '../effectError.ts'
import { isWithheld } from '../pending.ts'
import type { ActiveRun, EndedRun } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { failUndo } from './settleCompensation.ts'

/**
 * The host lost its memory. What can be repeated safely stays pending; what can't, and may have left, is uncertain and
 * never sent again.
 */
export function recover(turn: Turn, state: ActiveRun | EndedRun): null {
  if (state.status === 'ended') return null
  const { iteration, undoing } = state
  for (const [place, step] of (iteration?.plan?.steps ?? []).entries()) {
    const now = iteration?.steps[place]
    if (!iteration || now?.status !== 'running' || !mayHaveLeft(turn, state, step.action, now.notBefore))
      continue
    emit(turn, {
      type: 'step.uncertain',
      data: { iteration: iteration.number, step: step.id, error: unknown },
    })
  }
  if (undoing && !undoing.failed && mayHaveLeft(turn, state, undoing.action, undoing.notBefore))
    failUndo(turn, undoing, unknown, true)
  return null
}

const unknown: EffectError = {
  class: 'internal',
  message: 'The host stopped while it was in flight, and it can’t be repeated safely.',
  retryable: false,
  mayHaveHappened: true,
}

function mayHaveLeft(turn: Turn, state: ActiveRun, action: string, notBefore: number | null): boolean {
  if (turn.program.actions[action]?.idempotency !== 'none' || isWithheld(state, notBefore)) return false
  return notBefore === null || notBefore <= turn.at
}
