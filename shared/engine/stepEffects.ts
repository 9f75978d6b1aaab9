import type { Program, ProgramAction } from '../compile/program.ts'
import type { ActionEffect, CancelChildEffect, Effect, ProbeEffect, TimerEffect } from './effect.ts'
import { actionEffectId, cancelEffectId, probeEffectId, timerEffectId } from './effectId.ts'
import type { Parent, StepRef } from './event.ts'
import { budgetLeft, endOfTime } from './limits.ts'
import { itemRoots, type Planned, placeOf, plannedAt } from './planned.ts'
import { scopeOf, withRoots } from './scope.ts'
import { endOfAttempts } from './settling.ts'
import { starterOf } from './starter.ts'
import type { ActiveRun, Child, EndedRun, Iteration, StepState } from './state.ts'
import { stepProgress } from './stepProgress.ts'
import { isChild } from './waiting.ts'
import { isWithheld } from './withheld.ts'

type Running = Extract<StepState, { status: 'running' }>
type Probing = Extract<StepState, { status: 'probing' }>

/** The calls, probes and timers that the steps of an iteration owe. */
export function stepEffects(program: Program, state: ActiveRun): Effect[] {
  const { iteration } = state
  if (state.phase.at !== 'acting' || !iteration?.plan) return []
  const { running, probing, waits } = stepProgress(iteration.plan, iteration)
  const effects: Effect[] = []
  for (const place of [...running, ...probing]) {
    const step = plannedAt(iteration, place)
    const action = step && program.actions[step.action]
    const now = iteration.steps[place]
    if (!step || !action || !now || isHeldBack(state, now)) continue
    if (now.status === 'running') effects.push(call(program, state, iteration, step, action, now))
    if (now.status === 'probing') effects.push(probe(program, state, iteration, step, action, now))
  }
  return [...effects, ...endOfWaits(state, iteration, waits)]
}

function isHeldBack(state: ActiveRun, now: StepState): boolean {
  return (now.status === 'running' || now.status === 'probing') && isWithheld(state, now.notBefore)
}

function call(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  step: Planned,
  action: ProgramAction,
  now: Running,
): ActionEffect {
  const { args, attempt, notBefore } = now
  const id = actionEffectId(state.run, iteration.number, step.id)
  return {
    kind: 'action',
    id,
    iteration: iteration.number,
    step: step.id,
    action: step.action,
    args,
    attempt,
    timeoutMs: timeoutOf(program, state, action, now),
    notBefore,
    scope: withRoots(scopeOf(program, state), { ...itemRoots(step), args }),
    leases: tokensOf(state, iteration, step.id),
    parent: isChild(action) ? parentFor(program, state, id) : null,
  }
}

/** One attempt's own, cut to what is left of the time for all of them. A child run has all the time that this run has. */
function timeoutOf(program: Program, state: ActiveRun, action: ProgramAction, now: Running): number {
  const leaves = now.notBefore ?? now.startedAt
  const own = isChild(action) ? endOfTime(program, state) - leaves : Math.ceil(action.timeoutSeconds * 1000)
  return Math.max(1, Math.min(own, endOfAttempts(action, now) - leaves))
}

function parentFor(program: Program, state: ActiveRun, effect: string): Parent {
  const depth = (state.parent?.depth ?? 0) + 1
  const given = state.children.find((child) => child.effect === effect)?.budget
  const budget = given ? { endsAt: endOfTime(program, state), ...given } : budgetLeft(program, state)
  const loops = [...(state.parent?.loops ?? []), state.loop]
  const starter = starterOf(state)
  return { run: state.run, effect, depth, loops, budget, ...starter }
}

function probe(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  step: Planned,
  action: ProgramAction,
  now: Probing,
): ProbeEffect {
  const { args, notBefore } = now
  const about = actionEffectId(state.run, iteration.number, step.id)
  return {
    kind: 'probe',
    id: probeEffectId(about),
    about,
    step: step.id,
    action: step.action,
    args,
    attempt: now.probe,
    timeoutMs: Math.ceil(action.timeoutSeconds * 1000),
    notBefore,
    scope: withRoots(scopeOf(program, state), { ...itemRoots(step), args }),
  }
}

function tokensOf(state: ActiveRun, iteration: Iteration, step: StepRef): Record<string, number> {
  const held = state.leases.filter((lease) => lease.iteration === iteration.number && lease.step === step)
  return Object.fromEntries(held.map((lease) => [lease.resource, lease.token]))
}

/** One timer, for the wait that is over first. */
function endOfWaits(state: ActiveRun, iteration: Iteration, waits: readonly number[]): TimerEffect[] {
  let first = Number.POSITIVE_INFINITY
  for (const place of waits) {
    const now = iteration.steps[place]
    if (now?.status === 'running' && now.until !== null) first = Math.min(first, now.until)
  }
  return Number.isFinite(first) ? [{ kind: 'timer', id: timerEffectId(state.run, 'wait'), at: first }] : []
}

/** Child runs that nobody waits for any more, until their results are in. Owed also after the end. */
export function childrenToCancel(state: ActiveRun | EndedRun): CancelChildEffect[] {
  return state.children
    .filter((child) => !child.over && !isAwaited(state, child))
    .map(({ effect }) => ({
      kind: 'cancel-child',
      id: cancelEffectId(effect),
      child: effect,
      // A run that was stopped at once leaves no time for undoing.
      compensate: state.status === 'active' || state.reason !== 'killed',
    }))
}

/** A run that is being cancelled still waits for the child's result, which tells what is left to undo. */
function isAwaited(state: ActiveRun | EndedRun, { iteration: number, step }: Child): boolean {
  const { iteration } = state
  if (state.status === 'ended' || state.cancel || iteration?.number !== number) return false
  const place = placeOf(iteration, step)
  return place !== undefined && iteration.steps[place]?.status === 'running'
}
