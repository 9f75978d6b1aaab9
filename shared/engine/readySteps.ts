import type { Program } from '../compile/program.ts'
import { heldBy } from './leases.ts'
import type { Plan, PlanStep } from './plan.ts'
import { planIndex } from './planIndex.ts'
import { type PreparedStep, prepareStep } from './prepareStep.ts'
import type { ActiveRun, Iteration, StepState } from './state.ts'
import { carries, firstFrom, isSettled, stepProgress } from './stepProgress.ts'

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
  let next = 0
  for (;;) {
    const iteration: Iteration | null | undefined = state?.iteration
    if (!state || !iteration) return
    const place = limited
      ? nextWaiting(iteration, next)
      : nextInTurn(plan, state, iteration, next, places > 0, at)
    const step = place === null ? undefined : plan.steps[place]
    if (place === null || !step) return
    next = place + 1
    if (limited) {
      state = visit({ is: 'limited', step })
      continue
    }
    const message = whyBlocked(plan, iteration, step)
    if (message !== null) {
      state = visit({ is: 'blocked', step, message })
      continue
    }
    const holds = heldBy(state, { iteration: iteration.number, step: step.id }, at).length > 0
    const prepared = prepareStep(program, state, iteration, step, at)
    if (!holds && takesPlace(prepared)) places -= 1
    if (prepared.next.move === 'skip' && prepared.next.reason === 'limit') limited = true
    state = visit({ is: 'ready', step, prepared })
  }
}

function takesPlace({ next }: PreparedStep): boolean {
  return next.move === 'start' || next.move === 'acquire'
}

function nextWaiting({ steps }: Iteration, from: number): number | null {
  for (let place = from; place < steps.length; place += 1)
    if (steps[place]?.status === 'waiting') return place
  return null
}

/** The next step that can move: a blocked one, and a ready one if there is room for it or it has its room already. */
function nextInTurn(
  plan: Plan,
  state: ActiveRun,
  { number, steps }: Iteration,
  from: number,
  hasRoom: boolean,
  at: number,
): number | null {
  const { ready, blocked } = stepProgress(plan, steps)
  const nextBlocked = blocked[firstFrom(blocked, from)] ?? Number.POSITIVE_INFINITY
  const hasItsTurn = (place: number) =>
    hasRoom || heldBy(state, { iteration: number, step: plan.steps[place]?.id ?? '' }, at).length > 0
  if (hasRoom || state.leases.length > 0)
    for (let nth = firstFrom(ready, from); nth < ready.length; nth += 1) {
      const place = ready[nth] ?? Number.POSITIVE_INFINITY
      if (place > nextBlocked) break
      if (hasItsTurn(place)) return place
    }
  return Number.isFinite(nextBlocked) ? nextBlocked : null
}

function takenPlaces(state: ActiveRun, at: number): number {
  const { iteration } = state
  if (!iteration?.plan) return 0
  const { plan, number, steps } = iteration
  const holding = new Set<number>()
  for (const lease of state.leases) {
    const place = planIndex(plan).get(lease.step)
    if (place === undefined || steps[place]?.status !== 'waiting') continue
    if (lease.iteration === number && lease.until > at) holding.add(place)
  }
  return stepProgress(plan, steps).running.length + holding.size
}

/** Whether a limit has stopped this iteration's steps: then none starts any more. */
export function isLimited(iteration: Iteration | null): boolean {
  return iteration?.plan != null && stepProgress(iteration.plan, iteration.steps).limited > 0
}

/** Whether every step of the iteration has settled, so that it can be judged. */
export function allSettled({ plan, steps }: Iteration): boolean {
  return plan === null || stepProgress(plan, steps).open === 0
}

/** Why a step can't start any more: the first of its dependencies that settled in vain; null when none did. */
function whyBlocked(plan: Plan, { steps }: Iteration, step: PlanStep): string | null {
  const index = planIndex(plan)
  for (const id of step.after) {
    const dependency = steps[index.get(id) ?? -1]
    if (dependency && isSettled(dependency) && !carries(dependency))
      return `It comes after “${id}”, which ${wordsFor(dependency)}.`
  }
  return null
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
