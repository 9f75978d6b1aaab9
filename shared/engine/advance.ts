import { assertNever } from '../assertNever.ts'
import { abandonSteps, advanceSteps, limitThatStopped, windUpSteps } from './acting.ts'
import { advanceApproval } from './approving.ts'
import { makePlan } from './askingPlanner.ts'
import { closeApprovals } from './closingApprovals.ts'
import { compensate } from './compensating.ts'
import { endRun } from './ending.ts'
import { endWaits } from './endingWaits.ts'
import { advanceInput } from './entering.ts'
import { judge } from './judging.ts'
import { isTimeUp, timeUp } from './limits.ts'
import { adoptPlan } from './planning.ts'
import { allSettled } from './readySteps.ts'
import { bailRoute, endDelay, goTo, outcomeOf, stop } from './routing.ts'
import { goBack } from './sendingBack.ts'
import type { ActiveRun } from './state.ts'
import { activeOf, type Turn } from './turn.ts'

/**
 * Moves the run on until it needs the host, a person or time. Each move follows from the state alone, so a log cut
 * anywhere goes on where it was.
 */
export function advance(turn: Turn): void {
  for (let state = activeOf(turn); state; state = activeOf(turn)) if (!move(turn, state)) return
}

/** One move. Whether something was recorded. */
function move(turn: Turn, state: ActiveRun): boolean {
  if (closeApprovals(turn, state)) return true
  if (state.cancel) return windUp(turn, state, state.cancel)
  if (mustStopForTime(turn, state)) return stopForTime(turn, state)
  // Time goes on in a pause, so what ends by itself does.
  if (endWaits(turn, state)) return true
  if (state.paused && state.stop?.reason !== 'duration') return false
  const { phase, iteration, sentBack } = state
  if (sentBack && phase.at !== 'delayed') return goBack(turn, state, sentBack)
  switch (phase.at) {
    case 'queued':
      return false
    case 'input':
      return advanceInput(turn, state, phase)
    case 'delayed':
      return endDelay(turn, state, phase)
    case 'planning':
      return iteration !== null && makePlan(turn, state, iteration, phase.ask)
    case 'proposed':
      return iteration?.plan != null && adoptPlan(turn, state, iteration, iteration.plan)
    case 'acting':
      return advanceActing(turn, state)
    case 'verifying':
      return judgeBy(turn, state, phase.verifier)
    case 'judged':
      return takeRoute(turn, state, phase.to)
    case 'approval':
      return advanceApproval(turn, state, phase)
    case 'stopped':
      return bail(turn, state, phase.planner)
    default:
      return assertNever(phase)
  }
}

function advanceActing(turn: Turn, state: ActiveRun): boolean {
  const { iteration } = state
  if (!iteration) return false
  if (iteration.amended && iteration.plan) return adoptPlan(turn, state, iteration, iteration.plan)
  if (advanceSteps(turn, state, iteration)) return true
  if (!allSettled(iteration)) return false
  const limit = limitThatStopped(turn, state, iteration)
  if (limit) {
    stop(turn, state, iteration.planner, limit)
    return true
  }
  const verifier = turn.program.planners[iteration.planner]?.verifier
  return judgeBy(turn, state, verifier ?? '')
}

function judgeBy(turn: Turn, state: ActiveRun, id: string): boolean {
  const verifier = turn.program.verifiers[id]
  if (verifier) return judge(turn, state, id, verifier)
  endRun(turn, 'failed', 'error', `The program has no verifier “${id}”.`)
  return true
}

/** Follows a verdict. A rollback is undone first. */
function takeRoute(turn: Turn, state: ActiveRun, to: string | null): boolean {
  const { verdict } = state
  if (!verdict) return false
  if (verdict.verdict === 'rollback') {
    const undone = compensate(turn, state)
    if (undone !== 'done') return undone === 'moved'
  }
  return goTo(turn, state, to, {
    reason: verdict.verdict === 'pass' ? 'outcome' : 'verdict',
    message: verdict.reasons.join('; '),
    because: { iteration: verdict.iteration, verdict: verdict.verdict, verifier: verdict.verifier },
    otherwise: outcomeOf[verdict.verdict],
  })
}

function bail(turn: Turn, state: ActiveRun, planner: string): boolean {
  const { reason, message } = state.stop ?? { reason: 'error' as const, message: '' }
  const route = bailRoute(turn, state, planner)
  return goTo(turn, state, route, { reason, message, because: null, otherwise: 'bailed' })
}

/** A run whose time is up stops wherever it waits; a verdict that stands, and its undos, are carried out first. */
function mustStopForTime(turn: Turn, state: ActiveRun): boolean {
  if (state.phase.at === 'judged' || state.phase.at === 'stopped') return false
  return isTimeUp(turn.program, state, turn.at)
}

function stopForTime(turn: Turn, state: ActiveRun): boolean {
  const { iteration, phase } = state
  if (iteration && phase.at === 'acting' && !allSettled(iteration)) abandonSteps(turn, state, iteration)
  else stop(turn, state, iteration?.planner ?? null, timeUp(turn.program, state))
  return true
}

/** Winds a cancelled run up: what is in flight is waited for, what was done is undone, and the run ends. */
function windUp(turn: Turn, state: ActiveRun, cancel: NonNullable<ActiveRun['cancel']>): boolean {
  const words = cancel.reason ? `Cancelled by ${cancel.by}: ${cancel.reason}` : `Cancelled by ${cancel.by}`
  if (!cancel.compensate) {
    endRun(turn, 'cancelled', 'killed', words)
    return true
  }
  const { iteration } = state
  if (iteration && state.phase.at === 'acting' && !allSettled(iteration)) return windUpSteps(turn, iteration)
  const undone = compensate(turn, state)
  if (undone === 'done') endRun(turn, 'cancelled', 'cancelled', words)
  return undone !== 'waiting'
}
