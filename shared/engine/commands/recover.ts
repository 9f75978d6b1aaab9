import type { EffectError } from '../effectError.ts'
import { plannedAt } from '../planned.ts'
import { isSafeToRepeat } from '../retry.ts'
import { doubt } from '../settling.ts'
import type { ActiveRun, EndedRun } from '../state.ts'
import { stepProgress } from '../stepProgress.ts'
import type { Turn } from '../turn.ts'
import { isWithheld } from '../withheld.ts'
import { doubtUndo } from './settleCompensation.ts'

/**
 * The host lost its memory. What can be repeated safely stays pending; what can't, and may have left, is uncertain and
 * never sent again.
 */
export function recover(turn: Turn, state: ActiveRun | EndedRun): null {
  if (state.status === 'ended') return null
  const { iteration, undoing } = state
  const running = iteration?.plan ? [...stepProgress(iteration.plan, iteration).running] : []
  for (const place of running) {
    const step = iteration && plannedAt(iteration, place)
    const now = iteration?.steps[place]
    const action = step && turn.program.actions[step.action]
    if (!iteration || !step || !action || now?.status !== 'running') continue
    if (mayHaveLeft(turn, state, step.action, now.notBefore))
      // Should it turn out that it did not happen, another attempt can bring something else.
      doubt(
        turn,
        state,
        { iteration: iteration.number, step, action, now },
        { ...unknown, retryable: action.probe !== null },
      )
  }
  const isOut = undoing && !undoing.failed && !undoing.probing
  if (isOut && mayHaveLeft(turn, state, undoing.action, undoing.notBefore))
    doubtUndo(turn, state, undoing, {
      ...unknown,
      retryable: turn.program.actions[undoing.action]?.probe != null,
    })
  return null
}

const unknown: EffectError = {
  class: 'internal',
  message: 'The host stopped while it was in flight, and it can’t be repeated safely.',
  retryable: false,
  mayHaveHappened: true,
}

function mayHaveLeft(turn: Turn, state: ActiveRun, action: string, notBefore: number | null): boolean {
  const of = turn.program.actions[action]
  if (!of || isSafeToRepeat(of) || isWithheld(state, notBefore)) return false
  return notBefore === null || notBefore <= turn.at
}
