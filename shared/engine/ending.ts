import type { Program } from '../compile/program.ts'
import { render } from '../expr/template.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Outcome } from '../graph/nodes/outcome.ts'
import type { Json } from '../json.ts'
import { closeAll } from './closingApprovals.ts'
import type { EffectId, StopReason } from './event.ts'
import { effectOf, startedSteps } from './evolvePlanning.ts'
import { plannedAt } from './planned.ts'
import { scopeOf } from './scope.ts'
import type { ActiveRun, PastStep } from './state.ts'
import { stepProgress } from './stepProgress.ts'
import { activeOf, emit, type Turn } from './turn.ts'
import { whyNotLoggable } from './wellFormed.ts'

/** Ends the run with no outcome node of its own. */
export function endRun(turn: Turn, outcome: Outcome, reason: StopReason, message: string): void {
  record(turn, { outcome, reason, message, node: null, body: null })
}

/** Ends the run at an outcome node, with the body that the node gives. */
export function endAtOutcome(turn: Turn, node: NodeId, reason: StopReason, message: string): void {
  const state = activeOf(turn)
  const outcome = turn.program.outcomes[node]
  if (!state || !outcome) return
  const rendered = outcome.body === null ? null : render(outcome.body, scopeOf(turn.program, state))
  const fault = rendered?.ok ? whyNotLoggable(rendered.value) : null
  if (rendered?.ok && !fault)
    return record(turn, { outcome: outcome.status, reason, message, node, body: rendered.value })
  const why = rendered && !rendered.ok ? `${rendered.pointer || 'it'}: ${rendered.error}` : fault?.message
  const words = rendered === null ? message : `${message} The response body could not be made: ${why}`.trim()
  record(turn, { outcome: outcome.status, reason, message: words, node, body: null })
}

type Ending = { outcome: Outcome; reason: StopReason; message: string; node: NodeId | null; body: Json }

function record(turn: Turn, ending: Ending): void {
  const state = activeOf(turn)
  if (!state) return
  closeAll(turn)
  emit(turn, {
    type: 'run.ended',
    data: {
      ...ending,
      iterations: state.iteration?.number ?? 0,
      steps: state.started,
      costUsd: state.costUsd,
      notUndone: standing(turn.program, state),
    },
  })
}

/**
 * The effects that stand although the run rolled back or was cancelled: their undo failed, there is none, or the run
 * was stopped before it. A run that went on after a rollback lists only the undos that failed.
 */
function standing(program: Program, state: ActiveRun): EffectId[] {
  const rolledBack = state.cancel !== null || state.verdict?.verdict === 'rollback'
  if (!rolledBack) return [...state.notUndone]
  const undone = new Set(state.undone)
  return [...mayStand(program, state), ...inFlight(program, state)].filter((effect) => !undone.has(effect))
}

function mayStand(program: Program, state: ActiveRun): EffectId[] {
  return [...state.past, ...startedSteps(state.iteration)]
    .filter((step) => mayHaveHappened(step) && !isPure(program, step.action))
    .map((step) => effectOf(state, step))
}

function inFlight(program: Program, state: ActiveRun): EffectId[] {
  const { iteration } = state
  if (!iteration?.plan) return []
  const { running, probing } = stepProgress(iteration.plan, iteration)
  return [...running, ...probing].flatMap((place) => {
    const step = plannedAt(iteration, place)
    if (!step || isPure(program, step.action)) return []
    return effectOf(state, { iteration: iteration.number, step: step.id })
  })
}

function isPure(program: Program, action: NodeId): boolean {
  return program.actions[action]?.reversibility === 'pure'
}

/** Whether a settled step may have changed something outside. */
export function mayHaveHappened(step: PastStep): boolean {
  return step.status !== 'failed' || step.error.mayHaveHappened
}
