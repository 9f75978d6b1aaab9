import type { Program } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Outcome } from '../graph/nodes/outcome.ts'
import type { EffectId, StepRef } from './event.ts'
import { effectOf, startedSteps } from './evolvePlanning.ts'
import { plannedAt } from './planned.ts'
import type { ActiveRun, EndedRun, PastStep } from './state.ts'
import { stepProgress } from './stepProgress.ts'

/** Something that a run changed outside, or may have, and that nothing undid. */
export type Standing = { step: StepRef; action: NodeId; iteration: number }

/** Whether a settled step may have changed something outside. */
export function mayHaveHappened(step: PastStep): boolean {
  return step.status !== 'failed' || step.error.mayHaveHappened
}

/**
 * What stands of what has to be undone, or can't be: the steps of actions that are `compensable` or `irreversible`, in the order of
 * their starts.
 */
export function standingOf(program: Program, state: ActiveRun | EndedRun): Standing[] {
  return notUndone(program, state).filter(({ action }) => mattersAfterwards(program, action))
}

/**
 * The effects that stand when a run ends so. After a rollback or a cancellation all that changed something are listed; when it bailed or
 * failed, those that would have to be undone. A run that succeeded lists only the undos that failed.
 */
export function effectsStanding(program: Program, state: ActiveRun, outcome: Outcome): EffectId[] {
  const wasToUndo = state.cancel !== null || state.verdict?.verdict === 'rollback'
  if (wasToUndo) return notUndone(program, state).map((step) => effectOf(state, step))
  const standing =
    outcome === 'succeeded' ? [] : standingOf(program, state).map((step) => effectOf(state, step))
  return [...new Set([...state.notUndone, ...standing])]
}

function mattersAfterwards(program: Program, action: NodeId): boolean {
  const reversibility = program.actions[action]?.reversibility
  return reversibility === 'compensable' || reversibility === 'irreversible'
}

function notUndone(program: Program, state: ActiveRun | EndedRun): Standing[] {
  const undone = new Set(state.undone)
  const settled = [...state.past, ...startedSteps(state.iteration)].filter(mayHaveHappened)
  return [...settled, ...inFlight(state)]
    .filter(({ action }) => program.actions[action]?.reversibility !== 'pure')
    .map(({ step, action, iteration }) => ({ step, action, iteration }))
    .filter((step) => !undone.has(effectOf(state, step)))
}

function inFlight({ iteration }: ActiveRun | EndedRun): Standing[] {
  if (!iteration?.plan) return []
  const { running, probing } = stepProgress(iteration.plan, iteration)
  return [...running, ...probing].flatMap((place) => {
    const step = plannedAt(iteration, place)
    return step ? [{ step: step.id, action: step.action, iteration: iteration.number }] : []
  })
}
