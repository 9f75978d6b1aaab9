import { assertNever } from '../assertNever.ts'
import { askOrWait } from './asking.ts'
import type { EffectError } from './effectError.ts'
import { actionEffectId } from './effectId.ts'
import type { StopReason } from './event.ts'
import { timeUp } from './limits.ts'
import type { PlanStep } from './plan.ts'
import type { StepMove } from './prepareStep.ts'
import { isLimited, type ReadyStep, visitReadySteps } from './readySteps.ts'
import type { ActiveRun, Iteration } from './state.ts'
import { activeOf, emit, type Turn } from './turn.ts'

/** Moves every step on that can move without the host. Whether something was recorded. */
export function advanceSteps(turn: Turn, state: ActiveRun, iteration: Iteration): boolean {
  const before = turn.events.length
  visitReadySteps(turn.program, state, turn.at, (ready) => {
    moveStep(turn, iteration.number, ready)
    return activeOf(turn)
  })
  return turn.events.length > before
}

function moveStep(turn: Turn, iteration: number, ready: ReadyStep): void {
  const { step } = ready
  switch (ready.is) {
    case 'blocked':
      return skip(turn, iteration, step, 'dependency', ready.message)
    case 'limited':
      return skip(turn, iteration, step, 'limit', 'A limit of the run is reached.')
    case 'ready':
      for (const note of ready.prepared.notes) emit(turn, note)
      return takeMove(turn, iteration, step, ready.prepared.next)
    default:
      return assertNever(ready)
  }
}

function takeMove(turn: Turn, iteration: number, step: PlanStep, next: StepMove): void {
  switch (next.move) {
    case 'skip':
      return skip(turn, iteration, step, next.reason, next.message)
    case 'fail':
      return emit(turn, {
        type: 'step.failed',
        data: { iteration, step: step.id, error: next.error, attempts: 0 },
      })
    case 'ask':
      askOrWait(turn, next.decision)
      return
    case 'acquire':
      return
    case 'start':
      return start(turn, iteration, step, next.args)
    default:
      return assertNever(next)
  }
}

function start(turn: Turn, iteration: number, step: PlanStep, args: PlanStep['args']): void {
  const state = activeOf(turn)
  if (!state) return
  const effect = actionEffectId(state.run, iteration, step.id)
  const action = turn.program.actions[step.action]
  const undo = action?.undo?.action ?? null
  const pure = action?.reversibility === 'pure' && action.gives.length === 0
  emit(turn, {
    type: 'step.started',
    data: { iteration, step: step.id, action: step.action, effect, args, attempt: 1, undo, pure },
  })
}

function skip(
  turn: Turn,
  iteration: number,
  step: PlanStep,
  reason: 'condition' | 'dependency' | 'cancelled' | 'limit',
  message: string,
): void {
  emit(turn, { type: 'step.skipped', data: { iteration, step: step.id, reason, message } })
}

/** The limit that stopped the iteration's steps; null when none did. */
export function limitThatStopped(turn: Turn, state: ActiveRun, iteration: Iteration): StopReason | null {
  if (!isLimited(iteration)) return null
  return state.started >= turn.program.limits.steps ? 'steps' : 'cost'
}

/** Skips what has not started, because the run was cancelled. Attempts in flight are waited for. */
export function windUpSteps(turn: Turn, iteration: Iteration): void {
  for (const [place, step] of (iteration.plan?.steps ?? []).entries()) {
    const now = iteration.steps[place]
    if (now?.status === 'waiting') skip(turn, iteration.number, step, 'cancelled', 'The run was cancelled.')
    // The next attempt has not left yet, so it never will.
    if (now?.status === 'running' && now.error && (now.notBefore ?? 0) > turn.at)
      emit(turn, {
        type: 'step.failed',
        data: { iteration: iteration.number, step: step.id, error: now.error, attempts: now.attempt - 1 },
      })
  }
}

/** Gives up what is not settled, because the run's time is up. What is in flight may still happen. */
export function abandonSteps(turn: Turn, iteration: Iteration): void {
  const { message } = timeUp(turn.program)
  for (const [place, step] of (iteration.plan?.steps ?? []).entries()) {
    const now = iteration.steps[place]
    if (now?.status === 'waiting') skip(turn, iteration.number, step, 'limit', message)
    if (now?.status !== 'running') continue
    const error: EffectError = { class: 'limit', message, retryable: false, mayHaveHappened: true }
    emit(turn, { type: 'step.uncertain', data: { iteration: iteration.number, step: step.id, error } })
  }
}
