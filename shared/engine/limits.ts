import type { Program } from '../compile/program.ts'
import type { StopReason } from './event.ts'
import type { ActiveRun } from './state.ts'
import { stepProgress } from './stepProgress.ts'

export type PassedLimit = { reason: StopReason; message: string }

/** When the run's time is up, in milliseconds since the epoch. */
export function endOfTime(program: Program, state: { startedAt: number }): number {
  return state.startedAt + Math.ceil(program.limits.durationSeconds * 1000)
}

export function isTimeUp(program: Program, state: { startedAt: number }, at: number): boolean {
  return at >= endOfTime(program, state)
}

/** The limit that forbids another iteration, if one does. */
export function limitOfIteration(program: Program, state: ActiveRun, at: number): PassedLimit | null {
  const { limits } = program
  if (isTimeUp(program, state, at)) return timeUp(program)
  if ((state.iteration?.number ?? 0) >= limits.iterations)
    return { reason: 'iterations', message: `The run may plan ${limits.iterations} times, and has.` }
  if (state.started >= limits.steps) return stepsUp(program)
  if (state.costUsd > limits.costUsd) return costUp(program, state.costUsd)
  return null
}

/** The limit that forbids another step, if one does. What runs already is counted with the cost it declares. */
export function limitOfStep(program: Program, state: ActiveRun, action: string): PassedLimit | null {
  if (state.started >= program.limits.steps) return stepsUp(program)
  const cost = state.costUsd + costOfRunning(program, state) + (program.actions[action]?.costUsd ?? 0)
  return cost > program.limits.costUsd ? costUp(program, cost) : null
}

function costOfRunning(program: Program, { iteration }: ActiveRun): number {
  if (!iteration?.plan) return 0
  const { plan, steps } = iteration
  let cost = 0
  for (const place of stepProgress(plan, steps).running)
    cost += program.actions[plan.steps[place]?.action ?? '']?.costUsd ?? 0
  return cost
}

export function timeUp(program: Program): PassedLimit {
  return {
    reason: 'duration',
    message: `The run may last ${program.limits.durationSeconds} seconds, and has.`,
  }
}

function stepsUp(program: Program): PassedLimit {
  return { reason: 'steps', message: `The run may start ${program.limits.steps} steps, and has.` }
}

function costUp(program: Program, cost: number): PassedLimit {
  return { reason: 'cost', message: `The run may cost $${program.limits.costUsd}; it would cost $${cost}.` }
}
