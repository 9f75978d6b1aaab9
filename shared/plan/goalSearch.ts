import type { GoalStrategy } from '../graph/nodes/planner.ts'
import { LowerBound } from './goalBound.ts'
import type { Candidate, Sums } from './goalCandidate.ts'
import {
  added,
  exceeds,
  type GoalProblem,
  isApplicable,
  isAvoided,
  isForbidden,
  isGoal,
  noSums,
} from './goalProblem.ts'
import { relax, relevantCandidates } from './goalRelaxed.ts'
import { Heap } from './heap.ts'

export type Searched =
  | {
      found: true
      /** In an order in which they can be done. */
      sequence: Candidate[]
      sums: Sums
      /** No plan has less than these: the sums themselves when the plan is optimal. */
      atLeast: Sums
      isOptimal: boolean
      states: number
    }
  | {
      found: false
      /** Whether everything was looked at, so that there certainly is no plan. */
      isCertain: boolean
      states: number
    }

/** The candidates that are done, which tells all else: the facts, the sums, and what can come next. */
type State = {
  used: bigint
  given: bigint
  sums: Sums
  /** What a plan over this state has at least. */
  total: { sums: Sums; bits: bigint }
  /** How many steps are still to come at least. */
  rest: number
  from: State | null
  last: Candidate | null
  isExpanded: boolean
}

/**
 * A* (Hart, Nilsson and Raphael, 1968) over the sets of candidates that are done. A plan is better when it has less of what is minimised,
 * then less of the other two, then when it does without the later candidates. Deterministic; looks at `maxStates` states at most.
 */
export function searchPlan(problem: GoalProblem, maxStates: number): Searched {
  return new Search(problem, maxStates).run()
}

class Search {
  readonly #problem: GoalProblem
  readonly #maxStates: number
  readonly #candidates: readonly Candidate[]
  readonly #bound: LowerBound
  readonly #seen = new Set<bigint>()
  readonly #open: Heap<State>
  readonly #order: readonly (keyof Sums)[]
  #best: State | null = null

  constructor(problem: GoalProblem, maxStates: number) {
    this.#problem = problem
    this.#maxStates = maxStates
    this.#candidates = relevantCandidates(problem)
    this.#bound = new LowerBound(relax(problem), problem.candidates)
    this.#order = criteria[problem.minimise]
    this.#open = new Heap((a, b) => this.#compare(a, b) || b.sums.steps - a.sums.steps)
  }

  run(): Searched {
    const root = this.#look(0n, 0n, noSums, null, null)
    // First straight ahead, so that there is a plan to compare with and to fall back on.
    for (let next = root; next && !this.#best; ) next = this.#expand(next)
    for (let next = this.#open.pop(); next; next = this.#open.pop()) {
      if (next.isExpanded) continue
      if (this.#best && this.#compare(this.#best, next) <= 0) break
      if (this.#seen.size >= this.#maxStates) return this.#stop(next)
      this.#expand(next)
      if (!next.isExpanded) return this.#stop(next)
    }
    return this.#best
      ? this.#result(this.#best, this.#best.sums, true)
      : { found: false, isCertain: this.#seen.size < this.#maxStates, states: this.#seen.size }
  }

  /** Looks at all that can come next; gives the one that is nearest to the goal. */
  #expand(state: State): State | null {
    let nearest: State | null = null
    state.isExpanded = true
    for (const candidate of this.#candidates) {
      if (!isApplicable(this.#problem, state.used, state.given, state.sums, candidate)) continue
      const used = state.used | candidate.bit
      if (this.#seen.has(used)) continue
      if (this.#seen.size >= this.#maxStates) {
        // Its other followers are left unseen, so it still bounds what they could cost.
        state.isExpanded = false
        this.#open.push(state)
        return null
      }
      const next = this.#look(used, state.given | candidate.gives, this.#sumsOf(used), state, candidate)
      if (!next) continue
      const isNearer =
        !nearest ||
        next.rest < nearest.rest ||
        (next.rest === nearest.rest && this.#compare(next, nearest) < 0)
      if (isNearer) nearest = next
    }
    return nearest
  }

  #look(used: bigint, given: bigint, sums: Sums, from: State | null, last: Candidate | null): State | null {
    this.#seen.add(used)
    if (isAvoided(this.#problem, used)) return null
    const bound = this.#bound.of(used, given, this.#closed(used, sums))
    if (!bound) return null
    const total = { sums: added(sums, bound.sums), bits: used | bound.bits }
    if (exceeds(total.sums, this.#problem.budget)) return null
    const state: State = {
      used,
      given,
      sums,
      total,
      rest: bound.sums.steps,
      from,
      last,
      isExpanded: false,
    }
    if (this.#best && this.#compare(this.#best, state) <= 0) return null
    if (isGoal(this.#problem, used, given)) this.#best = state
    else this.#open.push(state)
    return state
  }

  #closed(used: bigint, sums: Sums): bigint {
    return this.#problem.candidates.reduce(
      (closed, candidate) =>
        isForbidden(this.#problem, used, sums, candidate) ? closed | candidate.bit : closed,
      used,
    )
  }

  #sumsOf(used: bigint): Sums {
    return this.#candidates.reduce(
      (sums, candidate) => ((used & candidate.bit) === 0n ? sums : added(sums, candidate.sums)),
      noSums,
    )
  }

  /** Negative when the first promises the better plan. */
  #compare(a: State, b: State): number {
    for (const criterion of this.#order) {
      const difference = a.total.sums[criterion] - b.total.sums[criterion]
      if (difference !== 0) return difference
    }
    if (a.total.bits === b.total.bits) return 0
    return a.total.bits < b.total.bits ? -1 : 1
  }

  #stop(next: State): Searched {
    if (!this.#best) return { found: false, isCertain: false, states: this.#seen.size }
    return this.#result(this.#best, next.total.sums, false)
  }

  #result(state: State, atLeast: Sums, isOptimal: boolean): Searched {
    const sequence: Candidate[] = []
    for (let each: State | null = state; each?.last; each = each.from) sequence.unshift(each.last)
    return { found: true, sequence, sums: state.sums, atLeast, isOptimal, states: this.#seen.size }
  }
}

const criteria = {
  cost: ['cost', 'risk', 'steps'],
  risk: ['risk', 'cost', 'steps'],
  steps: ['steps', 'cost', 'risk'],
} as const satisfies Record<GoalStrategy['minimise'], readonly (keyof Sums)[]>
