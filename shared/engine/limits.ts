import type { Program } from '../compile/program.ts'
import type { Parent, StopReason } from './event.ts'
import { plannedAt } from './planned.ts'
import { repetitionAfter } from './repeats.ts'
import type { ActiveRun } from './state.ts'
import { stepProgress } from './stepProgress.ts'

export type PassedLimit = { reason: StopReason; message: string }

type Bounded = Pick<ActiveRun, 'startedAt' | 'parent'>

/** When the run's time is up, in milliseconds since the epoch: its own, counted from its acceptance, or its parent's. */
export function endOfTime(program: Program, { startedAt, parent }: Bounded): number {
  const own = startedAt + Math.ceil(program.limits.durationSeconds * 1000)
  return parent ? Math.min(own, parent.budget.endsAt) : own
}

export function isTimeUp(program: Program, state: Bounded, at: number): boolean {
  return at >= endOfTime(program, state)
}

/** How many steps the run may start: what is left of its parent's budget bounds a child, too. */
export function mostSteps(program: Program, { parent }: Bounded): number {
  return parent ? Math.min(program.limits.steps, parent.budget.steps) : program.limits.steps
}

/** What the run may cost. */
export function mostCost(program: Program, { parent }: Bounded): number {
  return parent ? Math.min(program.limits.costUsd, parent.budget.costUsd) : program.limits.costUsd
}

/** What a child run may use, if it were started now: all that is left of this run's own. */
export function budgetLeft(program: Program, state: ActiveRun): Parent['budget'] {
  return {
    endsAt: endOfTime(program, state),
    costUsd: Math.max(0, mostCost(program, state) - state.costUsd),
    steps: Math.max(0, mostSteps(program, state) - state.started),
  }
}

/** The limit that forbids another iteration, if one does. */
export function limitOfIteration(program: Program, state: ActiveRun, at: number): PassedLimit | null {
  const { limits } = program
  if (isTimeUp(program, state, at)) return timeUp(program, state)
  if ((state.iteration?.number ?? 0) >= limits.iterations)
    return { reason: 'iterations', message: `The run may plan ${limits.iterations} times, and has.` }
  if (state.started >= mostSteps(program, state)) return stepsUp(program, state)
  if (state.costUsd > mostCost(program, state)) return costUp(program, state, state.costUsd)
  return staleInput(program, state, at) ?? repeatedCalls(program, state)
}

/** An input that is too old to be acted on. */
export function staleInput(program: Program, { observedAt }: ActiveRun, at: number): PassedLimit | null {
  const { maxAgeSeconds } = program.trigger
  const age = (at - observedAt) / 1000
  if (maxAgeSeconds === null || age <= maxAgeSeconds) return null
  const message = `The input is ${age} seconds old; it may be acted on for ${maxAgeSeconds}.`
  return { reason: 'stale', message }
}

function repeatedCalls(program: Program, state: ActiveRun): PassedLimit | null {
  const times = repetitionAfter(state)?.times ?? 0
  if (times < program.limits.repeats) return null
  const message = `The same calls brought the same results ${times} times in a row.`
  return { reason: 'repeated', message }
}

/** The limit that forbids another step, if one does. What runs already is counted with the cost it declares. */
export function limitOfStep(program: Program, state: ActiveRun, action: string): PassedLimit | null {
  if (state.started >= mostSteps(program, state)) return stepsUp(program, state)
  const cost = state.costUsd + costOfRunning(program, state) + (program.actions[action]?.costUsd ?? 0)
  return cost > mostCost(program, state) ? costUp(program, state, cost) : null
}

function costOfRunning(program: Program, { iteration }: ActiveRun): number {
  if (!iteration?.plan) return 0
  const { running, probing } = stepProgress(iteration.plan, iteration)
  let cost = 0
  for (const place of [...running, ...probing])
    cost += program.actions[plannedAt(iteration, place)?.action ?? '']?.costUsd ?? 0
  return cost
}

export function timeUp(program: Program, state: Bounded): PassedLimit {
  const seconds = (endOfTime(program, state) - state.startedAt) / 1000
  return { reason: 'duration', message: `The run may last ${seconds} seconds, and has.` }
}

function stepsUp(program: Program, state: Bounded): PassedLimit {
  return { reason: 'steps', message: `The run may start ${mostSteps(program, state)} steps, and has.` }
}

function costUp(program: Program, state: Bounded, cost: number): PassedLimit {
  const message = `The run may cost $${mostCost(program, state)}; it would cost $${cost}.`
  return { reason: 'cost', message }
}
