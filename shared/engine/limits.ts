import type { Program } from '../compile/program.ts'
import { budgetForChild, committed, isDearer, mostCost, mostSteps, unreserved } from './budget.ts'
import type { Parent, StopReason } from './event.ts'
import { iterationsBegun } from './iterationNumber.ts'
import type { Planned } from './planned.ts'
import { repetitionAfter } from './repeats.ts'
import type { ActiveRun, Iteration } from './state.ts'
import { timeWords } from './timeWords.ts'
import { addUsd } from './usd.ts'
import { isChild } from './waiting.ts'

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

/** What is left of the run's own budget, besides what is spoken for. */
export function budgetLeft(program: Program, state: ActiveRun): Parent['budget'] {
  return { endsAt: endOfTime(program, state), ...unreserved(program, state) }
}

/** The limit that forbids another iteration, if one does. */
export function limitOfIteration(program: Program, state: ActiveRun, at: number): PassedLimit | null {
  const { limits } = program
  if (isTimeUp(program, state, at)) return timeUp(program, state)
  if (iterationsBegun(state) >= limits.iterations)
    return { reason: 'iterations', message: `The run may plan ${limits.iterations} times, and has.` }
  if (state.started + state.startedByChildren >= mostSteps(program, state)) return stepsUp(program, state)
  if (isDearer(state.costUsd, mostCost(program, state))) return costUp(program, state, state.costUsd)
  return staleInput(program, state, at) ?? repeatedCalls(program, state)
}

/** An input that is too old to be acted on. */
export function staleInput(program: Program, { observedAt }: ActiveRun, at: number): PassedLimit | null {
  const { maxAgeSeconds } = program.trigger
  const age = (at - observedAt) / 1000
  if (maxAgeSeconds === null || age <= maxAgeSeconds) return null
  const message = `The input is ${timeWords(age)} old; it may be acted on for ${timeWords(maxAgeSeconds)}.`
  return { reason: 'stale', message }
}

function repeatedCalls(program: Program, state: ActiveRun): PassedLimit | null {
  const times = repetitionAfter(state)?.times ?? 0
  if (times < program.limits.repeats) return null
  const message = `The same calls brought the same results ${times} times in a row.`
  return { reason: 'repeated', message }
}

/** The limit that forbids another step, if one does. What runs already counts with the cost it declares, a child with its budget. */
export function limitOfStep(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  step: Planned,
): PassedLimit | null {
  const taken = committed(program, state)
  if (taken.steps >= mostSteps(program, state)) return stepsUp(program, state)
  const action = program.actions[step.action]
  const cost = addUsd(taken.costUsd, action?.costUsd ?? 0)
  if (isDearer(cost, mostCost(program, state))) return costUp(program, state, cost)
  if (!isChild(action) || budgetForChild(program, state, iteration, step).steps > 0) return null
  const message = `The run may start ${mostSteps(program, state)} steps, and none is left for a run of its own.`
  return { reason: 'steps', message }
}

export function timeUp(program: Program, state: Bounded): PassedLimit {
  const seconds = (endOfTime(program, state) - state.startedAt) / 1000
  return { reason: 'duration', message: `The run may last ${timeWords(seconds)}, and has.` }
}

function stepsUp(program: Program, state: Bounded): PassedLimit {
  return { reason: 'steps', message: `The run may start ${mostSteps(program, state)} steps, and has.` }
}

function costUp(program: Program, state: Bounded, cost: number): PassedLimit {
  const message = `The run may cost $${mostCost(program, state)}; it would cost $${cost}.`
  return { reason: 'cost', message }
}
