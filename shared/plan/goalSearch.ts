import { LowerBound } from './goalBound.ts'
import type { Candidate, Sums } from './goalCandidate.ts'
import { added, type GoalProblem, isApplicable, isForbidden, isGoal, noSums } from './goalProblem.ts'
import { relax, relevantCandidates } from './goalRelaxed.ts'
import { GoalWeights } from './goalWeights.ts'
import { Heap } from './heap.ts'

export type Searched =
  | {
      found: true
      /** In an order in which they can be done. */
      sequence: Candidate[]
      sums: Sums
      /** No plan has less of what is minimised. */
      atLeast: number
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
  /** What a plan over this state weighs at least, and the candidates that it holds at least. */
  weight: number
  bits: bigint
  /** What of the weight is still to come. */
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
  readonly #weights: GoalWeights
  readonly #goalUse: bigint
  #best: State | null = null
  /** The most that the least bound in the queue ever was: no plan is better, and looking further never makes it less. */
  #least = 0

  constructor(problem: GoalProblem, maxStates: number) {
    this.#problem = problem
    this.#maxStates = maxStates
    this.#candidates = relevantCandidates(problem)
    this.#weights = new GoalWeights(
      problem.minimise,
      problem.candidates.map(({ sums }) => sums),
    )
    const weighted = problem.candidates.map(({ bit, sums }) => ({ bit, weight: this.#weights.of(sums) }))
    this.#bound = new LowerBound(relax(problem), weighted)
    this.#open = new Heap((a, b) => compare(a, b) || a.rest - b.rest)
    this.#goalUse = [...problem.must, ...this.#candidates.map(({ requires: of }) => ({ of }))].reduce(
      (mask, { of }) => mask | of,
      0n,
    )
  }

  run(): Searched {
    const root = this.#look(0n, 0n, noSums, null, null)
    // First straight ahead, so that there is a plan to compare with and to fall back on.
    for (let next = root; next && !this.#best; ) next = this.#expand(next)
    for (let next = this.#open.pop(); next; next = this.#open.pop()) {
      if (next.isExpanded) continue
      if (this.#best && compare(this.#best, next) <= 0) break
      this.#least = Math.max(this.#least, next.weight)
      if (this.#seen.size >= this.#maxStates) return this.#stop()
      this.#expand(next)
      if (!next.isExpanded) return this.#stop()
    }
    return this.#best
      ? this.#result(this.#best, this.#best.weight, true)
      : { found: false, isCertain: this.#seen.size < this.#maxStates, states: this.#seen.size }
  }

  /** Looks at all that can come next; gives the most promising. */
  #expand(state: State): State | null {
    let nearest: State | null = null
    state.isExpanded = true
    for (const candidate of this.#candidates) {
      if (this.#isUseless(state, candidate)) continue
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
      if (!nearest || compare(next, nearest) < 0) nearest = next
    }
    return nearest
  }

  /** Whether a plan is no worse without it: it gives nothing new, and nothing asks for the step itself. */
  #isUseless({ given }: State, { gives, bit }: Candidate): boolean {
    return (gives & ~given) === 0n && (bit & this.#goalUse) === 0n
  }

  #look(used: bigint, given: bigint, sums: Sums, from: State | null, last: Candidate | null): State | null {
    this.#seen.add(used)
    const weight = this.#weights.of(sums)
    const most = this.#best ? this.#best.weight - weight : Infinity
    const bound = this.#bound.of(used, given, this.#closed(used, sums), most)
    if (!bound) return null
    const state: State = {
      used,
      given,
      sums,
      weight: weight + bound.weight,
      bits: used | bound.bits,
      rest: bound.weight,
      from,
      last,
      isExpanded: false,
    }
    if (this.#best && compare(this.#best, state) <= 0) return null
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

  #stop(): Searched {
    if (!this.#best) return { found: false, isCertain: false, states: this.#seen.size }
    return this.#result(this.#best, this.#least, false)
  }

  #result(state: State, least: number, isOptimal: boolean): Searched {
    const sequence: Candidate[] = []
    for (let each: State | null = state; each?.last; each = each.from) sequence.unshift(each.last)
    const atLeast = this.#weights.minimised(least)
    return { found: true, sequence, sums: state.sums, atLeast, isOptimal, states: this.#seen.size }
  }
}

/** Negative when the first promises the better plan. */
function compare(a: State, b: State): number {
  if (a.weight !== b.weight) return a.weight - b.weight
  if (a.bits === b.bits) return 0
  return a.bits < b.bits ? -1 : 1
}
