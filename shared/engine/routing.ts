import type { ProgramApproval } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Outcome } from '../graph/nodes/outcome.ts'
import type { Verdict } from '../graph/nodes/verifier.ts'
import { loggedDigest } from '../privacy/logged.ts'
import { requestBody } from './approvalRequest.ts'
import { endAtOutcome, endRun } from './ending.ts'
import type { StopReason } from './event.ts'
import { lastIteration } from './iterationNumber.ts'
import { judge } from './judging.ts'
import { isTimeUp, limitOfIteration, type PassedLimit, timeUp } from './limits.ts'
import { delayBefore } from './pacing.ts'
import type { Because } from './plan.ts'
import { startIteration } from './planning.ts'
import { scopeOf } from './scope.ts'
import { renderShown } from './shown.ts'
import type { ActiveRun, Phase } from './state.ts'
import { emit, type Turn } from './turn.ts'

/** How a run comes to a node, and what it means if it ends there. */
export type Arrival = {
  reason: StopReason
  message: string
  because: Because | null
  /** How the run ends when the route leads nowhere. */
  otherwise: Outcome
}

/** Goes to a node: it plans, asks, judges or ends there. Whether something was recorded. */
export function goTo(turn: Turn, state: ActiveRun, to: NodeId | null, arrival: Arrival): boolean {
  const before = turn.events.length
  arrive(turn, state, to, arrival)
  return turn.events.length > before
}

function arrive(turn: Turn, state: ActiveRun, to: NodeId | null, arrival: Arrival): void {
  const { program } = turn
  if (to === null) return endRun(turn, arrival.otherwise, arrival.reason, arrival.message)
  if (Object.hasOwn(program.outcomes, to)) return endAtOutcome(turn, to, arrival.reason, arrival.message)
  if (isTimeUp(program, state, turn.at)) return stop(turn, state, to, timeUp(program, state))
  if (Object.hasOwn(program.planners, to)) return enterPlanner(turn, state, to, arrival.because)
  const approval = Object.hasOwn(program.approvals, to) ? program.approvals[to] : undefined
  if (approval) return ask(turn, state, to, approval)
  const verifier = Object.hasOwn(program.verifiers, to) ? program.verifiers[to] : undefined
  if (!verifier) return endRun(turn, 'failed', 'error', `The program has no node “${to}”.`)
  if (state.judgedBy.includes(to))
    return endRun(turn, 'failed', 'error', `The verifier “${to}” would judge the same steps again.`)
  judge(turn, state, to, verifier)
}

function enterPlanner(turn: Turn, state: ActiveRun, planner: NodeId, because: Because | null): void {
  const limit = limitOfIteration(turn.program, state, turn.at)
  if (limit) return stop(turn, state, planner, limit)
  const delayMs = delayBefore(turn.program, state, because)
  if (delayMs === 0) return startIteration(turn, planner, because)
  const message = `The last iterations brought nothing better, so the next waits ${delayMs / 1000} seconds.`
  const iteration = lastIteration(state) + 1
  emit(turn, {
    type: 'iteration.delayed',
    data: { iteration, planner, because, until: turn.at + delayMs, message },
  })
}

/** Starts the iteration that waited, once its time has come. Whether something was recorded. */
export function endDelay(turn: Turn, state: ActiveRun, phase: Extract<Phase, { at: 'delayed' }>): boolean {
  if (turn.at < phase.until) return false
  const limit = limitOfIteration(turn.program, state, turn.at)
  if (limit) stop(turn, state, phase.planner, limit)
  else startIteration(turn, phase.planner, phase.because)
  return true
}

/**
 * Takes the bail route because of a limit, which a rejected plan puts on record. A run that is on the bail route already
 * has nowhere else to go, so it ends.
 */
export function stop(turn: Turn, state: ActiveRun, planner: NodeId | null, limit: PassedLimit): void {
  const from =
    planner !== null && Object.hasOwn(turn.program.planners, planner) ? planner : state.iteration?.planner
  if (state.stop !== null || from === undefined) return endRun(turn, 'bailed', limit.reason, limit.message)
  emit(turn, {
    type: 'plan.rejected',
    data: {
      iteration: state.iteration?.number ?? lastIteration(state) + 1,
      planner: from,
      plan: state.iteration?.plan?.version ?? null,
      reasons: [{ code: limit.reason, message: limit.message }],
    },
  })
}

/** The bail route: of the verifier that asked for the plan that may not be made, else of the planner's own. */
export function bailRoute(turn: Turn, state: ActiveRun, planner: NodeId): NodeId | null {
  const asked = state.verdict?.verdict === 'replan' && state.verdict.iteration === state.iteration?.number
  const verifier = asked && state.verdict ? state.verdict.verifier : turn.program.planners[planner]?.verifier
  return (verifier === undefined ? undefined : turn.program.verifiers[verifier]?.routes.bail) ?? null
}

function ask(turn: Turn, state: ActiveRun, node: NodeId, approval: ProgramApproval): void {
  const shown = approval.show === null ? null : renderShown(approval.show, scopeOf(turn.program, state))
  const about = {
    node,
    iteration: state.iteration?.number ?? 0,
    plan: state.iteration?.plan?.digest ?? null,
    verdict: state.verdict && { verifier: state.verdict.verifier, verdict: state.verdict.verdict },
    show: shown,
  }
  const { title, approvers, need, deadlineSeconds } = approval
  const subject = { of: 'node' as const, node, digest: loggedDigest(about) }
  emit(
    turn,
    requestBody(turn.program, state, turn.at, {
      subject,
      title,
      approvers,
      need,
      deadlineSeconds,
      show: shown,
    }),
  )
}

/** How a run ends when a verdict's route leads nowhere. */
export const outcomeOf = {
  pass: 'succeeded',
  replan: 'failed',
  rollback: 'rolled-back',
  escalate: 'bailed',
  bail: 'bailed',
} as const satisfies Record<Verdict, Outcome>
