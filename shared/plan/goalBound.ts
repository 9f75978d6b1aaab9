import { goalAtom, type RelaxedProblem, startAtom } from './goalRelaxed.ts'

/** A lower bound of what is still to come: a weight, and the bits of candidates. */
export type Bound = { weight: number; bits: bigint }

/** A candidate as far as the bound looks at it. */
export type Weighted = { bit: bigint; weight: number }

/** The members of each step, in one array: those of step `n` lie from `starts[n]` to `starts[n + 1]`. */
type Rows = { starts: Int32Array; members: Int32Array }

/**
 * Lower bounds of what the rest of a plan weighs, from landmark cuts (LM-cut: Helmert and Domshlak, ICAPS 2009): sets of steps of
 * which every plan holds one at least. What the lightest of a set weighs is counted, and taken off each of them. Linear arrays,
 * since it is by far the most of the work of a search.
 */
export class LowerBound {
  readonly #relaxed: RelaxedProblem
  /** By their places in the problem. */
  readonly #candidates: readonly Weighted[]
  readonly #pre: Rows
  readonly #add: Rows
  readonly #depth: Float64Array
  readonly #supporter: Int32Array
  readonly #left: Float64Array
  readonly #near: Uint8Array
  readonly #far: Uint8Array
  /** The steps that can still be used, the first `#size` of them, each after most of those that lead to it. */
  readonly #open: Int32Array
  #size = 0
  /** By the places of candidates: whether a set held them. */
  readonly #taken: Uint8Array
  readonly #candidateOf: Int32Array

  constructor(relaxed: RelaxedProblem, candidates: readonly Weighted[]) {
    const { atoms } = relaxed
    const steps = inLayers(relaxed)
    this.#relaxed = { ...relaxed, steps }
    this.#candidates = candidates
    this.#pre = rowsOf(steps.map(({ pre }) => pre))
    this.#add = rowsOf(steps.map(({ add }) => add))
    this.#depth = new Float64Array(atoms)
    this.#near = new Uint8Array(atoms)
    this.#far = new Uint8Array(atoms)
    this.#supporter = new Int32Array(steps.length)
    this.#left = new Float64Array(steps.length)
    this.#open = new Int32Array(steps.length)
    this.#taken = new Uint8Array(candidates.length)
    this.#candidateOf = Int32Array.from(steps, ({ candidate }) => candidate)
  }

  /**
   * Null when no rest reaches the goal, or only one that weighs more than `most`. `closed` are the candidates that can't be used any
   * more, the used ones among them.
   */
  of(used: bigint, given: bigint, closed: bigint, most: number): Bound | null {
    this.#reset(used, given, closed)
    let weight = 0
    let bits = 0n
    while (weight <= most) {
      this.#measure()
      const rest = this.#depth[goalAtom] ?? Infinity
      if (rest === Infinity) return null
      if (rest === 0) return { weight, bits }
      const cut = this.#cut()
      let least = Infinity
      for (const step of cut) least = Math.min(least, this.#left[step] ?? 0)
      weight += least
      bits |= this.#take(cut)
      for (const step of cut) this.#left[step] = (this.#left[step] ?? 0) - least
    }
    return null
  }

  /** Of sets that share no candidate, each brings one of its own at least: the first of this one, when it shares none. */
  #take(cut: readonly number[]): bigint {
    let first = Infinity
    let isShared = false
    for (const step of cut) {
      const candidate = this.#candidateOf[step] ?? 0
      isShared ||= this.#taken[candidate] === 1
      this.#taken[candidate] = 1
      first = Math.min(first, candidate)
    }
    return isShared ? 0n : (this.#candidates[first]?.bit ?? 0n)
  }

  #reset(used: bigint, given: bigint, closed: bigint): void {
    const { steps, factAtoms, doneAtoms } = this.#relaxed
    this.#size = 0
    this.#taken.fill(0)
    for (let step = 0; step < steps.length; step += 1) {
      const candidate = this.#candidates[steps[step]?.candidate ?? -1]
      if (candidate && (closed & candidate.bit) !== 0n) continue
      this.#left[step] = candidate?.weight ?? 0
      this.#open[this.#size] = step
      this.#size += 1
    }
    this.#depth.fill(Infinity)
    this.#depth[startAtom] = 0
    for (const [bit, atom] of factAtoms) if ((given & bit) !== 0n) this.#depth[atom] = 0
    for (const [bit, atom] of doneAtoms) if ((used & bit) !== 0n) this.#depth[atom] = 0
  }

  /**
   * What leads to each thing weighs at least this, when of all that a step needs only the heaviest counts. Values only sink
   * from one measure to the next, so each goes on from the last.
   */
  #measure(): void {
    const depth = this.#depth
    const { starts, members } = this.#pre
    for (let changed = true; changed; ) {
      changed = false
      for (let place = 0; place < this.#size; place += 1) {
        const step = this.#open[place] ?? 0
        let heaviest = -1
        const end = starts[step + 1] ?? 0
        for (let at = starts[step] ?? 0; at < end; at += 1) {
          const atom = members[at] ?? 0
          const value = depth[atom] ?? 0
          if (value <= heaviest) continue
          heaviest = value
          this.#supporter[step] = atom
        }
        if (heaviest === Infinity) continue
        const after = heaviest + (this.#left[step] ?? 0)
        const last = this.#add.starts[step + 1] ?? 0
        for (let at = this.#add.starts[step] ?? 0; at < last; at += 1) {
          const atom = this.#add.members[at] ?? 0
          if (after >= (depth[atom] ?? 0)) continue
          depth[atom] = after
          changed = true
        }
      }
    }
  }

  /** The steps that lead into the part from which the goal weighs nothing more. */
  #cut(): number[] {
    const near = this.#near.fill(0)
    near[goalAtom] = 1
    for (let grew = true; grew; ) {
      grew = false
      for (let place = this.#size - 1; place >= 0; place -= 1) {
        const step = this.#open[place] ?? 0
        const supporter = this.#supporter[step] ?? 0
        if (this.#left[step] !== 0 || near[supporter] === 1 || this.#depth[supporter] === Infinity) continue
        if (!this.#leadsTo(step, near)) continue
        near[supporter] = 1
        grew = true
      }
    }
    const far = this.#far
    for (let atom = 0; atom < far.length; atom += 1) far[atom] = this.#depth[atom] === 0 ? 1 : 0
    for (let grew = true; grew; ) {
      grew = false
      for (let place = 0; place < this.#size; place += 1) {
        const step = this.#open[place] ?? 0
        if (far[this.#supporter[step] ?? 0] !== 1) continue
        const last = this.#add.starts[step + 1] ?? 0
        for (let at = this.#add.starts[step] ?? 0; at < last; at += 1) {
          const atom = this.#add.members[at] ?? 0
          if (near[atom] === 1 || far[atom] === 1) continue
          far[atom] = 1
          grew = true
        }
      }
    }
    const cut: number[] = []
    for (let place = 0; place < this.#size; place += 1) {
      const step = this.#open[place] ?? 0
      if (far[this.#supporter[step] ?? 0] === 1 && this.#leadsTo(step, near)) cut.push(step)
    }
    return cut
  }

  #leadsTo(step: number, atoms: Uint8Array): boolean {
    const last = this.#add.starts[step + 1] ?? 0
    for (let at = this.#add.starts[step] ?? 0; at < last; at += 1)
      if (atoms[this.#add.members[at] ?? 0] === 1) return true
    return false
  }
}

/** The steps in the order in which they can be done first, so that one pass over them measures most. */
function inLayers({ atoms, steps }: RelaxedProblem): RelaxedProblem['steps'] {
  const layers = new Float64Array(atoms).fill(Infinity)
  layers[startAtom] = 0
  const layerOf = (pre: readonly number[]) => Math.max(...pre.map((atom) => layers[atom] ?? Infinity))
  for (let changed = true; changed; ) {
    changed = false
    for (const { pre, add } of steps) {
      const layer = layerOf(pre) + 1
      for (const atom of add) {
        if (layer >= (layers[atom] ?? 0)) continue
        layers[atom] = layer
        changed = true
      }
    }
  }
  return steps.toSorted((a, b) => {
    const difference = layerOf(a.pre) - layerOf(b.pre)
    return Number.isNaN(difference) ? 0 : difference
  })
}

function rowsOf(rows: readonly (readonly number[])[]): Rows {
  const starts = new Int32Array(rows.length + 1)
  for (const [place, row] of rows.entries()) starts[place + 1] = (starts[place] ?? 0) + row.length
  return { starts, members: Int32Array.from(rows.flat()) }
}
