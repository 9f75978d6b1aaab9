import { assertNever } from '../assertNever.ts'
import { askOrWait } from './asking.ts'
import { budgetForChild, mostSteps } from './budget.ts'
import type { EffectError } from './effectError.ts'
import { actionEffectId } from './effectId.ts'
import { endWait } from './endingWaits.ts'
import type { EventOf, StopReason } from './event.ts'
import { joinMaps } from './joining.ts'
import { type PassedLimit, staleInput, timeUp } from './limits.ts'
import { type Planned, plannedAt } from './planned.ts'
import type { StepMove } from './prepareStep.ts'
import { isLimited, type ReadyStep, visitReadySteps } from './readySteps.ts'
import type { ActiveRun, Iteration } from './state.ts'
import { activeOf, emit, type Turn } from './turn.ts'
import { isChild } from './waiting.ts'

/** Moves every step on that can move without the host. Whether something was recorded. */
export function advanceSteps(turn: Turn, state: ActiveRun, iteration: Iteration): boolean {
  const before = turn.events.length
  if (joinMaps(turn, iteration)) return true
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
    case 'unneeded':
      return skip(turn, iteration, step, 'not-needed', ready.message)
    case 'limited':
      return skip(turn, iteration, step, 'limit', 'A limit of the run is reached.')
    case 'ready':
      for (const note of ready.prepared.notes) emit(turn, note)
      return takeMove(turn, iteration, step, ready.prepared.next)
    default:
      return assertNever(ready)
  }
}

function takeMove(turn: Turn, iteration: number, step: Planned, next: StepMove): void {
  switch (next.move) {
    case 'skip':
      return skip(turn, iteration, step, next.reason, next.message, next.limit)
    case 'fail':
      return emit(turn, {
        type: 'step.failed',
        data: { iteration, step: step.id, error: next.error, attempts: 0 },
      })
    case 'ask':
      askOrWait(turn, next.decision)
      return
    case 'acquire':
    case 'reach':
      return
    case 'expand':
      return emit(turn, {
        type: 'step.expanded',
        data: { iteration, step: step.id, items: [...next.items] },
      })
    case 'start':
      return start(turn, iteration, step, next)
    default:
      return assertNever(next)
  }
}

/** The intent: what undoes the step is on record before anything leaves. */
function start(
  turn: Turn,
  iteration: number,
  step: Planned,
  { args, until }: Extract<StepMove, { move: 'start' }>,
): void {
  const state = activeOf(turn)
  if (!state) return
  const action = turn.program.actions[step.action]
  const now = state.iteration
  emit(turn, {
    type: 'step.started',
    data: {
      action: step.action,
      args,
      attempt: 1,
      ...(isChild(action) && now
        ? { budget: budgetForChild(turn.program, state, now, step), child: true }
        : {}),
      effect: actionEffectId(state.run, iteration, step.id),
      iteration,
      // A child run may have to be cancelled later, so it is not forgotten.
      pure: action?.reversibility === 'pure' && action.gives.length === 0 && !isChild(action),
      step: step.id,
      undo: action?.undo?.action ?? null,
      ...(until === null ? {} : { until }),
    },
  })
}

function skip(
  turn: Turn,
  iteration: number,
  step: Planned,
  reason: EventOf<'step.skipped'>['data']['reason'],
  message: string,
  limit?: StopReason,
): void {
  const data = { iteration, step: step.id, reason, message, ...(limit ? { limit } : {}) }
  emit(turn, { type: 'step.skipped', data })
}

/** The limit that stopped the iteration's steps; null when none did. */
export function limitThatStopped(turn: Turn, state: ActiveRun, iteration: Iteration): PassedLimit | null {
  if (!isLimited(iteration)) return null
  const stale = staleInput(turn.program, state, turn.at)
  if (stale) return stale
  const reason =
    limitOnRecord(iteration) ?? (state.started >= mostSteps(turn.program, state) ? 'steps' : 'cost')
  return { reason, message: `The run’s limit on ${reason} is reached.` }
}

/** What was short when a step was stopped need not be short any more: a child gives back what it did not use. */
function limitOnRecord({ steps }: Iteration): StopReason | undefined {
  for (const step of steps) if (step.status === 'skipped' && step.limit) return step.limit
  return undefined
}

/**
 * Skips what has not started, and ends what only waits, because the run was cancelled. Attempts in flight are waited for. Whether
 * something was recorded.
 */
export function windUpSteps(turn: Turn, iteration: Iteration): boolean {
  const before = turn.events.length
  const { number } = iteration
  for (const [place, now] of iteration.steps.entries()) {
    if (now.status !== 'waiting' && now.status !== 'running') continue
    const step = plannedAt(iteration, place)
    if (!step) continue
    if (now.status === 'waiting') skip(turn, number, step, 'cancelled', 'The run was cancelled.')
    else if (now.until !== null) endWait(turn, number, step.id, 'The run was cancelled while it waited.')
    // The next attempt has not left yet, so it never will.
    else if (now.error && (now.notBefore ?? 0) > turn.at)
      emit(turn, {
        type: 'step.failed',
        data: { iteration: number, step: step.id, error: now.error, attempts: now.attempt - 1 },
      })
  }
  const after = activeOf(turn)?.iteration
  if (after) joinMaps(turn, after)
  return turn.events.length > before
}

/** Gives up what is not settled, because the run's time is up. What is in flight may still happen. */
export function abandonSteps(turn: Turn, state: ActiveRun, iteration: Iteration): void {
  const { number } = iteration
  const { message } = timeUp(turn.program, state)
  const error: EffectError = { class: 'limit', message, retryable: false, mayHaveHappened: true }
  for (const [place, now] of iteration.steps.entries()) {
    if (now.status !== 'waiting' && now.status !== 'running' && now.status !== 'probing') continue
    const step = plannedAt(iteration, place)
    if (!step) continue
    if (now.status === 'waiting') skip(turn, number, step, 'limit', message)
    else if (now.status === 'running' && now.until !== null) endWait(turn, number, step.id, message)
    else emit(turn, { type: 'step.uncertain', data: { iteration: number, step: step.id, error } })
  }
  const after = activeOf(turn)?.iteration
  if (after) joinMaps(turn, after)
}
