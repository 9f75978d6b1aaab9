import type { Candidate, Sums } from './goalCandidate.ts'
import { noSums } from './goalProblem.ts'
import { goalAtom, type RelaxedProblem, startAtom } from './goalRelaxed.ts'

/** What is still to come at least: sums, and the places of candidates. */
export type Bound = { sums: Sums; bits: bigint }

const unreached = 1_000_000

/**
 * A lower bound of what the rest of a plan costs: sets of candidates of which each plan holds one at least, and no two sets share
 * a candidate (landmark cuts: Helmert and Domshlak, ICAPS 2009; here a set is used up whole, so that one family of sets
 * bounds cost, risk and steps alike). Null when there is no rest that reaches the goal.
 */
export class LowerBound {
  readonly #relaxed: RelaxedProblem
  readonly #candidates: readonly Candidate[]
  readonly #depth: Int32Array
  readonly #supporter: Int32Array
  readonly #costs: Uint8Array

  constructor(relaxed: RelaxedProblem, candidates: readonly Candidate[]) {
    this.#relaxed = relaxed
    this.#candidates = candidates
    this.#depth = new Int32Array(relaxed.atoms)
    this.#supporter = new Int32Array(relaxed.steps.length)
    this.#costs = new Uint8Array(relaxed.steps.length)
  }

  /** `closed` are the candidates that can't be used any more; the used ones among them. */
  of(used: bigint, given: bigint, closed: bigint): Bound | null {
    const { steps } = this.#relaxed
    const isOpen = steps.map(({ candidate }) => {
      const bit = this.#candidates[candidate]?.bit
      return bit === undefined || (closed & bit) === 0n
    })
    for (const [place, { candidate }] of steps.entries()) this.#costs[place] = candidate >= 0 ? 1 : 0
    let bound: Bound = { sums: noSums, bits: 0n }
    for (;;) {
      this.#measure(used, given, isOpen)
      const depth = this.#depth[goalAtom] ?? 0
      if (depth >= unreached) return null
      if (depth === 0) return bound
      bound = this.#add(bound, this.#cut(isOpen))
    }
  }

  /** How many steps lead to each thing at least, when of all that a step needs only the farthest counts. */
  #measure(used: bigint, given: bigint, isOpen: readonly boolean[]): void {
    const { steps, factAtoms, doneAtoms } = this.#relaxed
    const depth = this.#depth.fill(unreached)
    depth[startAtom] = 0
    for (const [bit, atom] of factAtoms) if ((given & bit) !== 0n) depth[atom] = 0
    for (const [bit, atom] of doneAtoms) if ((used & bit) !== 0n) depth[atom] = 0
    for (let changed = true; changed; ) {
      changed = false
      for (let place = 0; place < steps.length; place += 1) {
        const step = steps[place]
        if (!step || !isOpen[place]) continue
        let farthest = -1
        for (const atom of step.pre) {
          const value = depth[atom] ?? 0
          if (value <= farthest) continue
          farthest = value
          this.#supporter[place] = atom
        }
        const after = farthest + (this.#costs[place] ?? 0)
        for (const atom of step.add) {
          if (after >= (depth[atom] ?? 0)) continue
          depth[atom] = after
          changed = true
        }
      }
    }
  }

  /** The steps that lead into the part from which the goal costs nothing more. */
  #cut(isOpen: readonly boolean[]): number[] {
    const { steps, atoms } = this.#relaxed
    const near = new Uint8Array(atoms)
    near[goalAtom] = 1
    const isUsable = (place: number) =>
      isOpen[place] === true && (this.#depth[this.#supporter[place] ?? 0] ?? unreached) < unreached
    for (let grew = true; grew; ) {
      grew = false
      for (const [place, step] of steps.entries()) {
        const supporter = this.#supporter[place] ?? 0
        if (this.#costs[place] !== 0 || near[supporter] === 1 || !isUsable(place)) continue
        if (!step.add.some((atom) => near[atom] === 1)) continue
        near[supporter] = 1
        grew = true
      }
    }
    const far = new Uint8Array(atoms)
    for (let atom = 0; atom < atoms; atom += 1) if (this.#depth[atom] === 0 && near[atom] === 0) far[atom] = 1
    const cut = new Set<number>()
    for (let grew = true; grew; ) {
      grew = false
      for (const [place, step] of steps.entries()) {
        if (!isUsable(place) || far[this.#supporter[place] ?? 0] !== 1) continue
        for (const atom of step.add) {
          if (near[atom] === 1) cut.add(place)
          else if (far[atom] === 0) {
            far[atom] = 1
            grew = true
          }
        }
      }
    }
    return [...cut]
  }

  #add({ sums, bits }: Bound, cut: readonly number[]): Bound {
    const least = { cost: Infinity, risk: Infinity, steps: Infinity, worst: Infinity }
    let first: bigint | null = null
    for (const place of cut) {
      this.#costs[place] = 0
      const candidate = this.#candidates[this.#relaxed.steps[place]?.candidate ?? -1]
      if (!candidate) continue
      least.cost = Math.min(least.cost, candidate.sums.cost)
      least.risk = Math.min(least.risk, candidate.sums.risk)
      least.steps = Math.min(least.steps, candidate.sums.steps)
      least.worst = Math.min(least.worst, candidate.sums.worst)
      if (first === null || candidate.bit < first) first = candidate.bit
    }
    return {
      sums: {
        cost: sums.cost + least.cost,
        risk: sums.risk + least.risk,
        steps: sums.steps + least.steps,
        worst: sums.worst + least.worst,
      },
      bits: bits + (first ?? 0n),
    }
  }
}
