import { OfPlan } from './OfPlan.ts'
import type { Plan, PlanStep } from './plan.ts'
import { planIndex } from './planIndex.ts'
import { expansionAt } from './planned.ts'
import { put } from './sortedList.ts'
import { findStandIns, type StandIns } from './standIns.ts'
import type { Expanded, Iteration, StepState } from './state.ts'

/** How far the steps of an iteration are, by their places in it. Each list is in the order of the places. */
export type StepProgress = {
  /** How many have not settled. */
  readonly open: number
  /** How many a limit of the run skipped. */
  readonly limited: number
  /** What the host carries out. */
  readonly running: readonly number[]
  /** What waits for time to pass or for an event. */
  readonly waits: readonly number[]
  /** Steps of which it is being found out whether they happened. */
  readonly probing: readonly number[]
  /** Waiting steps of which every dependency has settled, and none in vain. */
  readonly ready: readonly number[]
  /** Waiting steps of which a dependency has settled in vain. */
  readonly blocked: readonly number[]
  /** Waiting steps that stand in for one that did not fail. */
  readonly unneeded: readonly number[]
  /** Steps that map over a list and of which every item has settled. */
  readonly joinable: readonly number[]
  /** How many steps have not started, by action. */
  readonly waitingByAction: ReadonlyMap<string, number>
  /** How many items of a step that maps are at work. */
  atWork(place: number): number
  /** What became of a step for those that come after it: what stands in for it counts. */
  resultOf(place: number): Result
}

export type Result = 'open' | 'carries' | 'vain'

const known = new OfPlan((plan) => new PlanProgress(plan))

/**
 * The progress of an iteration that has a plan. What the plan says is looked at once; from one state to another only the
 * steps that differ are, in either direction.
 */
export function stepProgress(plan: Plan, { steps, expanded }: Iteration): StepProgress {
  const progress = known.get(plan)
  progress.moveTo(steps, expanded)
  return progress
}

export function isSettled(step: StepState): boolean {
  switch (step.status) {
    case 'waiting':
    case 'mapping':
    case 'running':
    case 'probing':
      return false
    case 'succeeded':
    case 'failed':
    case 'uncertain':
    case 'skipped':
      return true
  }
}

/** Whether a step that comes after this one can go on. One that its own condition skipped fails nothing after it. */
function carries(step: StepState): boolean {
  if (step.status !== 'skipped') return step.status === 'succeeded'
  return step.reason === 'condition' || step.reason === 'not-needed'
}

class PlanProgress implements StepProgress {
  open = 0
  limited = 0
  readonly running: number[] = []
  readonly waits: number[] = []
  readonly probing: number[] = []
  readonly ready: number[] = []
  readonly blocked: number[] = []
  readonly unneeded: number[] = []
  readonly joinable: number[] = []
  readonly waitingByAction = new Map<string, number>()
  readonly #plan: Plan
  #steps: readonly StepState[] = []
  #expanded: readonly Expanded[] = []
  readonly #size: number
  readonly #standIns: StandIns
  readonly #dependants: readonly (readonly number[])[]
  readonly #results: Result[]
  /** For each step, how many of its dependencies have not settled. */
  readonly #awaited: number[]
  /** For each step, how many of its dependencies have settled in vain. */
  readonly #vain: number[]
  /** For each step that maps, how many of its items have not settled, and how many are at work. */
  readonly #openItems = new Map<number, number>()
  readonly #itemsAtWork = new Map<number, number>()

  constructor(plan: Plan) {
    const index = planIndex(plan)
    const dependants: number[][] = plan.steps.map(() => [])
    this.#plan = plan
    this.#size = plan.steps.length
    this.#standIns = findStandIns(plan)
    this.#results = plan.steps.map(() => 'open')
    this.#vain = plan.steps.map(() => 0)
    this.#awaited = plan.steps.map(({ after }, place) => {
      const originals = new Set(this.#standIns.originals(place))
      const dependencies = [...new Set(after)]
        .flatMap((id) => index.get(id) ?? [])
        .filter((dependency) => !originals.has(dependency))
      for (const dependency of dependencies) dependants[dependency]?.push(place)
      return dependencies.length
    })
    this.#dependants = dependants
  }

  atWork(place: number): number {
    return this.#itemsAtWork.get(place) ?? 0
  }

  resultOf(place: number): Result {
    return this.#results[place] ?? 'open'
  }

  moveTo(steps: readonly StepState[], expanded: readonly Expanded[]): void {
    if (steps === this.#steps && expanded === this.#expanded) return
    if (expanded !== this.#expanded) this.#forgetItems(firstDifferent(this.#expanded, expanded))
    this.#expanded = expanded
    const before = this.#steps
    this.#steps = steps
    for (let place = 0; place < Math.max(before.length, steps.length); place += 1)
      if (before[place] !== steps[place]) this.#change(place, before[place], steps[place])
  }

  /** Takes back what is known of items that other states don't have, or have for another step. */
  #forgetItems(from: number): void {
    const place = Math.max(this.#size, this.#expanded[from]?.first ?? Number.POSITIVE_INFINITY)
    if (place >= this.#steps.length) return
    const before = this.#steps
    this.#steps = before.slice(0, place)
    for (let item = place; item < before.length; item += 1) this.#change(item, before[item], undefined)
  }

  #change(place: number, before: StepState | undefined, after: StepState | undefined): void {
    this.open += count(after, isOpen) - count(before, isOpen)
    this.limited += count(after, isLimited) - count(before, isLimited)
    put(this.running, place, after?.status === 'running' && after.until === null)
    put(this.waits, place, after?.status === 'running' && after.until !== null)
    put(this.probing, place, after?.status === 'probing')
    this.#countWaiting(place, count(after, isWaiting) - count(before, isWaiting))
    if (place >= this.#size) return this.#changeItem(place, before, after)
    for (let each: number | undefined = place; each !== undefined; each = this.#standIns.original(each))
      this.#conclude(each)
    this.#sort(place)
    const standIn = this.#standIns.standIn(place)
    if (standIn !== undefined) this.#sort(standIn)
    this.#sortJoin(place)
  }

  #countWaiting(place: number, more: number): void {
    const step = more === 0 ? undefined : this.#stepOf(place)
    if (step) add(this.waitingByAction, step.action, more)
  }

  /** The step of the plan that stands at a place, or that an item there is of. */
  #stepOf(place: number): PlanStep | undefined {
    return this.#plan.steps[place < this.#size ? place : (expansionAt(this.#expanded, place)?.place ?? -1)]
  }

  #changeItem(place: number, before: StepState | undefined, after: StepState | undefined): void {
    put(this.ready, place, after?.status === 'waiting')
    const of = expansionAt(this.#expanded, place)?.place
    if (of === undefined) return
    add(this.#openItems, of, count(after, isOpen) - count(before, isOpen))
    add(this.#itemsAtWork, of, count(after, isAtWork) - count(before, isAtWork))
    this.#sortJoin(of)
  }

  /** Finds out what became of a step, and tells those that come after it. */
  #conclude(place: number): void {
    const before = this.resultOf(place)
    const after = this.#concludeFrom(place)
    if (before === after) return
    this.#results[place] = after
    for (const dependant of this.#dependants[place] ?? []) {
      const awaited = Number(after === 'open') - Number(before === 'open')
      const vain = Number(after === 'vain') - Number(before === 'vain')
      this.#awaited[dependant] = (this.#awaited[dependant] ?? 0) + awaited
      this.#vain[dependant] = (this.#vain[dependant] ?? 0) + vain
      this.#sort(dependant)
    }
  }

  #concludeFrom(place: number): Result {
    const step = this.#steps[place]
    if (!step || !isSettled(step)) return 'open'
    const standIn = step.status === 'failed' ? this.#standIns.standIn(place) : undefined
    if (standIn === undefined) return carries(step) ? 'carries' : 'vain'
    // One that was skipped brought nothing that could stand in.
    return this.#steps[standIn]?.status === 'skipped' ? 'vain' : this.resultOf(standIn)
  }

  #sort(place: number): void {
    const waits = this.#steps[place]?.status === 'waiting'
    const original = this.#standIns.original(place)
    const of = original === undefined ? undefined : this.#steps[original]
    const isNeeded = original === undefined || of?.status === 'failed'
    const isBlocked = waits && isNeeded && (this.#vain[place] ?? 0) > 0
    put(this.unneeded, place, waits && !isNeeded && of !== undefined && isSettled(of))
    put(this.blocked, place, isBlocked)
    put(this.ready, place, waits && isNeeded && !isBlocked && this.#awaited[place] === 0)
  }

  #sortJoin(place: number): void {
    const isMapping = this.#steps[place]?.status === 'mapping'
    put(this.joinable, place, isMapping && (this.#openItems.get(place) ?? 0) === 0)
  }
}

function firstDifferent(a: readonly Expanded[], b: readonly Expanded[]): number {
  let place = 0
  while (place < a.length && a[place] === b[place]) place += 1
  return place
}

function isOpen(step: StepState): boolean {
  return !isSettled(step)
}

function isWaiting(step: StepState): boolean {
  return step.status === 'waiting'
}

function isAtWork(step: StepState): boolean {
  return step.status === 'probing' || (step.status === 'running' && step.until === null)
}

function isLimited(step: StepState): boolean {
  return step.status === 'skipped' && step.reason === 'limit'
}

function count(step: StepState | undefined, is: (step: StepState) => boolean): number {
  return step && is(step) ? 1 : 0
}

function add<K>(counts: Map<K, number>, of: K, more: number): void {
  if (more !== 0) counts.set(of, (counts.get(of) ?? 0) + more)
}
