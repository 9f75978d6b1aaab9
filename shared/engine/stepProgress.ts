import type { Plan } from './plan.ts'
import { planIndex } from './planIndex.ts'
import type { Iteration, StepState } from './state.ts'

/** How far the steps of a plan are, by their places in it. Each list is in the order of the plan. */
export type StepProgress = {
  /** How many have not settled. */
  readonly open: number
  /** How many a limit of the run skipped. */
  readonly limited: number
  readonly running: readonly number[]
  /** Waiting steps of which every dependency has settled, and none in vain. */
  readonly ready: readonly number[]
  /** Waiting steps of which a dependency has settled in vain. */
  readonly blocked: readonly number[]
}

const known = new WeakMap<Plan, PlanProgress>()

/**
 * The progress of an iteration that has a plan. What the plan says is looked at once; from one state to another only the
 * steps that differ are, in either direction.
 */
export function stepProgress(plan: Plan, steps: Iteration['steps']): StepProgress {
  const progress = known.get(plan) ?? new PlanProgress(plan)
  known.set(plan, progress)
  progress.moveTo(steps)
  return progress
}

/** Whether a step that comes after this one can go on. One that its own condition skipped fails nothing after it. */
export function carries(step: StepState): boolean {
  return step.status === 'succeeded' || (step.status === 'skipped' && step.reason === 'condition')
}

export function isSettled(step: StepState): boolean {
  return step.status !== 'waiting' && step.status !== 'running'
}

class PlanProgress implements StepProgress {
  open = 0
  limited = 0
  readonly running: number[] = []
  readonly ready: number[] = []
  readonly blocked: number[] = []
  #steps: readonly StepState[] = []
  readonly #dependants: readonly (readonly number[])[]
  /** For each step, how many of its dependencies have not settled. */
  readonly #awaited: number[]
  /** For each step, how many of its dependencies have settled in vain. */
  readonly #vain: number[]

  constructor(plan: Plan) {
    const index = planIndex(plan)
    const dependants: number[][] = plan.steps.map(() => [])
    this.#vain = plan.steps.map(() => 0)
    this.#awaited = plan.steps.map(({ after }, place) => {
      const dependencies = [...new Set(after)].flatMap((id) => index.get(id) ?? [])
      for (const dependency of dependencies) dependants[dependency]?.push(place)
      return dependencies.length
    })
    this.#dependants = dependants
  }

  moveTo(steps: readonly StepState[]): void {
    if (steps === this.#steps) return
    const before = this.#steps
    this.#steps = steps
    for (let place = 0; place < this.#dependants.length; place += 1)
      if (before[place] !== steps[place]) this.#change(place, before[place], steps[place])
  }

  #change(place: number, before: StepState | undefined, after: StepState | undefined): void {
    this.open += count(after, isOpen) - count(before, isOpen)
    this.limited += count(after, isLimited) - count(before, isLimited)
    put(this.running, place, after?.status === 'running')
    const settled = count(after, isSettled) - count(before, isSettled)
    const vain = count(after, isInVain) - count(before, isInVain)
    for (const dependant of settled === 0 && vain === 0 ? [] : (this.#dependants[place] ?? [])) {
      this.#awaited[dependant] = (this.#awaited[dependant] ?? 0) - settled
      this.#vain[dependant] = (this.#vain[dependant] ?? 0) + vain
      this.#sort(dependant)
    }
    this.#sort(place)
  }

  #sort(place: number): void {
    const waits = this.#steps[place]?.status === 'waiting'
    const isBlocked = waits && (this.#vain[place] ?? 0) > 0
    put(this.blocked, place, isBlocked)
    put(this.ready, place, waits && !isBlocked && this.#awaited[place] === 0)
  }
}

function isOpen(step: StepState): boolean {
  return !isSettled(step)
}

function isInVain(step: StepState): boolean {
  return isSettled(step) && !carries(step)
}

function isLimited(step: StepState): boolean {
  return step.status === 'skipped' && step.reason === 'limit'
}

function count(step: StepState | undefined, is: (step: StepState) => boolean): number {
  return step && is(step) ? 1 : 0
}

/** Puts a place into a sorted list, or takes it out. */
function put(list: number[], place: number, isIn: boolean): void {
  const at = firstFrom(list, place)
  if ((list[at] === place) === isIn) return
  if (isIn) list.splice(at, 0, place)
  else list.splice(at, 1)
}

/** Where in a sorted list the first of at least that much is. */
export function firstFrom(list: readonly number[], least: number): number {
  let from = 0
  let to = list.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((list[middle] ?? least) < least) from = middle + 1
    else to = middle
  }
  return from
}
