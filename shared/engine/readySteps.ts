import type { Program } from '../compile/program.ts'
import { heldBy } from './leases.ts'
import type { PlanStep } from './plan.ts'
import { planIndex } from './planIndex.ts'
import { type PreparedStep, prepareStep } from './prepareStep.ts'
import type { ActiveRun, Iteration, StepState } from './state.ts'

export type ReadyStep =
  | { is: 'blocked'; step: PlanStep; message: string }
  | { is: 'limited'; step: PlanStep }
  | { is: 'ready'; step: PlanStep; prepared: PreparedStep }

/**
 * Visits the waiting steps whose turn has come, in the order of the plan, within the bound on parallelism. A step that
 * acquires leases takes its place at once. The visitor gives the state for the next step.
 */
export function visitReadySteps(
  program: Program,
  first: ActiveRun,
  at: number,
  visit: (ready: ReadyStep) => ActiveRun | undefined,
): void {
  const plan = first.iteration?.plan
  if (!plan) return
  let state: ActiveRun | undefined = first
  let places = program.limits.parallelism - takenPlaces(first, at)
  let limited = isLimited(first.iteration)
  for (const [place, step] of plan.steps.entries()) {
    const iteration: Iteration | null | undefined = state?.iteration
    if (!state || !iteration) return
    if (iteration.steps[place]?.status !== 'waiting') continue
    if (limited) {
      state = visit({ is: 'limited', step })
      continue
    }
    const dependencies = dependenciesOf(iteration, step)
    if (dependencies.are === 'open') continue
    if (dependencies.are === 'failed') {
      state = visit({ is: 'blocked', step, message: dependencies.message })
      continue
    }
    const holds = heldBy(state, { iteration: iteration.number, step: step.id }, at).length > 0
    if (!holds && places <= 0) continue
    const prepared = prepareStep(program, state, iteration, step, at)
    if (!holds && takesPlace(prepared)) places -= 1
    if (prepared.next.move === 'skip' && prepared.next.reason === 'limit') limited = true
    state = visit({ is: 'ready', step, prepared })
  }
}

function takesPlace({ next }: PreparedStep): boolean {
  return next.move === 'start' || next.move === 'acquire'
}

function takenPlaces(state: ActiveRun, at: number): number {
  const { iteration } = state
  if (!iteration?.plan) return 0
  let taken = 0
  for (const step of iteration.steps) if (step.status === 'running') taken += 1
  if (state.leases.length === 0) return taken
  for (const [place, step] of iteration.plan.steps.entries())
    if (
      iteration.steps[place]?.status === 'waiting' &&
      heldBy(state, { iteration: iteration.number, step: step.id }, at).length > 0
    )
      taken += 1
  return taken
}

/** Whether a limit has stopped this iteration's steps: then none starts any more. */
export function isLimited(iteration: Iteration | null): boolean {
  return (
    iteration !== null && iteration.steps.some((step) => step.status === 'skipped' && step.reason === 'limit')
  )
}

export function isSettled(step: StepState): boolean {
  return step.status !== 'waiting' && step.status !== 'running'
}

type Dependencies = { are: 'settled' } | { are: 'open' } | { are: 'failed'; message: string }

/** A step that its own condition skipped fails nothing that comes after it. */
function dependenciesOf(iteration: Iteration, step: PlanStep): Dependencies {
  if (!iteration.plan) return { are: 'open' }
  const index = planIndex(iteration.plan)
  let open = false
  for (const id of step.after) {
    const place = index.get(id)
    const dependency = place === undefined ? undefined : iteration.steps[place]
    if (!dependency) continue
    if (!isSettled(dependency)) open = true
    else if (!carries(dependency))
      return { are: 'failed', message: `It comes after “${id}”, which ${wordsFor(dependency)}.` }
  }
  return { are: open ? 'open' : 'settled' }
}

function carries(step: StepState): boolean {
  return step.status === 'succeeded' || (step.status === 'skipped' && step.reason === 'condition')
}

function wordsFor(step: StepState): string {
  switch (step.status) {
    case 'failed':
      return 'failed'
    case 'uncertain':
      return 'has an unknown result'
    case 'skipped':
      return 'was skipped'
    case 'waiting':
    case 'running':
    case 'succeeded':
      return `is ${step.status}`
  }
}
