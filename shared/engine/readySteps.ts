import type { Program } from '../compile/program.ts'
import type { Plan, PlanStep } from './plan.ts'
import { planIndex } from './planIndex.ts'
import { expansionAt, type Planned, placeOf, plannedAt } from './planned.ts'
import { type PreparedStep, prepareStep } from './prepareStep.ts'
import { firstFrom } from './sortedList.ts'
import { findStandIns } from './standIns.ts'
import type { ActiveRun, Iteration, StepState } from './state.ts'
import { stepProgress } from './stepProgress.ts'

export type ReadyStep =
  | { is: 'blocked'; step: Planned; message: string }
  | { is: 'unneeded'; step: Planned; message: string }
  | { is: 'limited'; step: Planned }
  | { is: 'ready'; step: Planned; prepared: PreparedStep }

type Visit = (ready: ReadyStep) => ActiveRun | undefined

/**
 * Visits the waiting steps whose turn has come, in the order of the plan and then of the items, within the bounds on parallelism. A
 * step that acquires leases takes its place at once. The visitor gives the state for the next step.
 */
export function visitReadySteps(program: Program, first: ActiveRun, at: number, visit: Visit): void {
  const plan = first.iteration?.plan
  if (!plan || !first.iteration) return
  const room = new Room(program, first, first.iteration, plan, at)
  let state: ActiveRun | undefined = first
  let limited = isLimited(first.iteration)
  let next = 0
  for (;;) {
    const iteration: Iteration | null | undefined = state?.iteration
    if (!state || !iteration) return
    room.iteration = iteration
    const place = limited ? nextWaiting(iteration, next) : nextInTurn(plan, iteration, next, room)
    const step = place === null ? undefined : plannedAt(iteration, place)
    if (place === null || !step) return
    next = place + 1
    const idle = limited ? { is: 'limited' as const, step } : whyIdle(plan, iteration, step, place)
    if (idle) {
      state = visit(idle)
      continue
    }
    const prepared = prepareStep(program, state, iteration, step, at)
    if (takesPlace(program, step, prepared)) room.take(place)
    if (prepared.next.move === 'skip' && prepared.next.reason === 'limit') limited = true
    state = visit({ is: 'ready', step, prepared })
  }
}

function takesPlace(program: Program, step: PlanStep, { next }: PreparedStep): boolean {
  if (program.actions[step.action]?.call.uses === 'wait') return false
  return next.move === 'start' || next.move === 'acquire' || next.move === 'reach'
}

/** How many more steps may be at work: in the run, and of those that are items of one step. */
class Room {
  readonly #program: Program
  readonly #plan: Plan
  /** As it is when the next step is looked at. */
  iteration: Iteration
  /** Waiting steps that hold a lease: they have their places already. */
  readonly holding: readonly number[]
  readonly #taken = new Map<number, number>()
  #left: number

  constructor(program: Program, state: ActiveRun, iteration: Iteration, plan: Plan, at: number) {
    this.#program = program
    this.#plan = plan
    this.iteration = iteration
    this.holding = holdingPlaces(state, iteration, at)
    const { running, probing } = stepProgress(plan, iteration)
    this.#left = program.limits.parallelism - running.length - probing.length
    const holds = this.holding.filter((place) => this.#counts(place))
    this.#left -= holds.length
    for (const place of holds) this.#takeItem(place)
  }

  /** Whether some step may start that holds no place yet. */
  get isLeft(): boolean {
    return this.#left > 0
  }

  isHolding(place: number): boolean {
    return this.holding.includes(place)
  }

  /**
   * Whether a step that holds a lease may use its place. A lease can be granted after other steps have taken the room in which it was
   * asked for: then its step waits until one of them has settled.
   */
  mayUse(place: number): boolean {
    if (!this.#counts(place)) return true
    const progress = stepProgress(this.#plan, this.iteration)
    if (progress.running.length + progress.probing.length >= this.#program.limits.parallelism) return false
    const of = expansionAt(this.iteration.expanded, place)?.place
    const most = of === undefined ? null : this.#plan.steps[of]?.map?.parallelism
    return of === undefined || most == null || progress.atWork(of) < most
  }

  /** The place after the items of a step of which no more may be at work; null when this one may. */
  after(place: number): number | null {
    const expansion = expansionAt(this.iteration.expanded, place)
    const most = expansion && this.#plan.steps[expansion.place]?.map?.parallelism
    if (!expansion || most == null || this.#takenOf(expansion.place) < most) return null
    return expansion.first + expansion.items.length
  }

  take(place: number): void {
    if (this.isHolding(place)) return
    this.#left -= 1
    this.#takeItem(place)
  }

  #takeItem(place: number): void {
    const of = expansionAt(this.iteration.expanded, place)?.place
    if (of !== undefined) this.#taken.set(of, this.#takenOf(of) + 1)
  }

  /** Asked before the first item of a step is started, so what is at work then has not been counted yet. */
  #takenOf(place: number): number {
    return this.#taken.get(place) ?? stepProgress(this.#plan, this.iteration).atWork(place)
  }

  #counts(place: number): boolean {
    const action = plannedAt(this.iteration, place)?.action ?? ''
    return this.#program.actions[action]?.call.uses !== 'wait'
  }
}

function holdingPlaces(state: ActiveRun, iteration: Iteration, at: number): number[] {
  const places = new Set<number>()
  for (const lease of state.leases) {
    const place = placeOf(iteration, lease.step)
    if (place === undefined || iteration.steps[place]?.status !== 'waiting') continue
    if (lease.iteration === iteration.number && lease.until > at) places.add(place)
  }
  return [...places].sort((a, b) => a - b)
}

function nextWaiting({ steps }: Iteration, from: number): number | null {
  for (let place = from; place < steps.length; place += 1)
    if (steps[place]?.status === 'waiting') return place
  return null
}

/** The next step that can move: one that will never start, or a ready one if there is room for it or it has its room already. */
function nextInTurn(plan: Plan, iteration: Iteration, from: number, room: Room): number | null {
  const { ready, blocked, unneeded } = stepProgress(plan, iteration)
  const idle = Math.min(firstOf(blocked, from), firstOf(unneeded, from))
  const next = Math.min(idle, room.isLeft ? nextWithRoom(ready, from, room) : Number.POSITIVE_INFINITY)
  const holding = room.holding.find((place) => place >= from && has(ready, place) && room.mayUse(place))
  const first = Math.min(next, holding ?? Number.POSITIVE_INFINITY)
  return Number.isFinite(first) ? first : null
}

/** The first ready step that is no item of a step of which enough are at work. */
function nextWithRoom(ready: readonly number[], from: number, room: Room): number {
  for (let place = firstOf(ready, from); Number.isFinite(place); ) {
    const after = room.after(place)
    if (after === null) return place
    place = firstOf(ready, after)
  }
  return Number.POSITIVE_INFINITY
}

function firstOf(list: readonly number[], from: number): number {
  return list[firstFrom(list, from)] ?? Number.POSITIVE_INFINITY
}

function has(list: readonly number[], place: number): boolean {
  return list[firstFrom(list, place)] === place
}

/** Whether a limit has stopped this iteration's steps: then none starts any more. */
export function isLimited(iteration: Iteration | null): boolean {
  return iteration?.plan != null && stepProgress(iteration.plan, iteration).limited > 0
}

/** Whether every step of the iteration has settled, so that it can be judged. */
export function allSettled(iteration: Iteration): boolean {
  return iteration.plan === null || stepProgress(iteration.plan, iteration).open === 0
}

/** Why a step will not start; null when it may. */
function whyIdle(plan: Plan, iteration: Iteration, step: Planned, place: number): ReadyStep | null {
  const { blocked, unneeded } = stepProgress(plan, iteration)
  if (has(unneeded, place)) return { is: 'unneeded', step, message: whyUnneeded(plan, iteration, place) }
  if (!has(blocked, place)) return null
  return { is: 'blocked', step, message: whyBlocked(plan, iteration, step, place) }
}

/** The first of its dependencies that settled in vain. */
function whyBlocked(plan: Plan, iteration: Iteration, step: PlanStep, place: number): string {
  const index = planIndex(plan)
  const progress = stepProgress(plan, iteration)
  const originals = new Set(findStandIns(plan).originals(place))
  const inVain = step.after.find((id) => {
    const dependency = index.get(id) ?? -1
    return !originals.has(dependency) && progress.resultOf(dependency) === 'vain'
  })
  const dependency = iteration.steps[index.get(inVain ?? '') ?? -1]
  return `It comes after “${inVain}”, which ${wordsFor(dependency)}.`
}

function whyUnneeded(plan: Plan, iteration: Iteration, place: number): string {
  const original = findStandIns(plan).original(place)
  const of = original === undefined ? undefined : plan.steps[original]
  return `It stands in for “${of?.id}” should that fail, which ${wordsFor(iteration.steps[original ?? -1])}.`
}

function wordsFor(step: StepState | undefined): string {
  switch (step?.status) {
    case 'failed':
      return 'failed'
    case 'uncertain':
      return 'has an unknown result'
    case 'skipped':
      return 'was skipped'
    case 'succeeded':
      return 'succeeded'
    case undefined:
    case 'waiting':
    case 'mapping':
    case 'running':
    case 'probing':
      return 'has not settled'
  }
}
