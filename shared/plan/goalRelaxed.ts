import type { Candidate } from './goalCandidate.ts'
import type { GoalCondition } from './goalCondition.ts'
import type { GoalProblem } from './goalProblem.ts'

/**
 * A step of the relaxed problem: once all of `pre` is so, all of `add` is. `candidate` is its place; -1 for one that only says
 * what follows, and costs nothing.
 */
export type RelaxedStep = { candidate: number; pre: readonly number[]; add: readonly number[] }

/**
 * The problem without what makes it hard: nothing that is given hinders another step, and no constraint holds. Whatever
 * can't be reached here can't be reached at all, and nothing is cheaper there than here.
 */
export type RelaxedProblem = {
  /** How many things can be so; 0 is so from the start, and 1 is the goal. */
  atoms: number
  steps: readonly RelaxedStep[]
  /** What is so once a fact is given. */
  factAtoms: readonly (readonly [bigint, number])[]
  /** What is so once a candidate is done. */
  doneAtoms: readonly (readonly [bigint, number])[]
}

export const startAtom = 0
export const goalAtom = 1

/** A condition that reads more facts than this is taken to hold: finding out which would take too long. */
const mostFacts = 4

export function relax(problem: GoalProblem): RelaxedProblem {
  let atoms = 2
  const steps: RelaxedStep[] = []
  const factAtoms = new Map([...problem.facts.values()].map((bit) => [bit, atoms++]))
  const doneAtoms = new Map(problem.candidates.map(({ bit }) => [bit, atoms++]))
  const mustAtoms = problem.must.map(({ of }) => {
    const atom = atoms++
    for (const [bit, done] of doneAtoms)
      if ((of & bit) !== 0n) steps.push({ candidate: -1, pre: [done], add: [atom] })
    return atom
  })
  for (const [place, candidate] of problem.candidates.entries()) {
    const pre = atomsOf(candidate.requires, doneAtoms)
    const possible = candidate.conditions.every((condition) => {
      const ways = waysToHold(condition)
      const [only] = ways
      if (only === undefined) return false
      if (ways.length === 1) pre.push(...atomsOf(only, factAtoms))
      else {
        const atom = atoms++
        for (const way of ways)
          steps.push({ candidate: -1, pre: orStart(atomsOf(way, factAtoms)), add: [atom] })
        pre.push(atom)
      }
      return true
    })
    if (!possible) continue
    const add = [...atomsOf(candidate.gives, factAtoms), ...atomsOf(candidate.bit, doneAtoms)]
    steps.push({ candidate: place, pre: orStart([...new Set(pre)]), add })
  }
  const goal = orStart([...atomsOf(problem.want, factAtoms), ...mustAtoms])
  steps.push({ candidate: -1, pre: goal, add: [goalAtom] })
  return { atoms, steps, factAtoms: [...factAtoms], doneAtoms: [...doneAtoms] }
}

/** The smallest sets of facts that have to be given for a condition to hold; none when it can't. */
export function waysToHold(condition: GoalCondition): bigint[] {
  const bits = bitsOf(condition.reads)
  if (bits.length > mostFacts) return [0n]
  const ways: bigint[] = []
  const sets = Array.from({ length: 2 ** bits.length }, (_, which) =>
    bits.reduce((set, bit, place) => ((which >> place) % 2 === 1 ? set | bit : set), 0n),
  )
  for (const set of sets.toSorted((a, b) => bitsOf(a).length - bitsOf(b).length)) {
    if (ways.some((way) => (set & way) === way)) continue
    const { is } = condition.holds(set)
    if (is === 'yes' || is === 'assumed') ways.push(set)
  }
  return ways
}

/** Everything that can be so from these facts and candidates on. */
export function reachable(relaxed: RelaxedProblem): Set<number> {
  const so = new Set([startAtom])
  for (let grew = true; grew; ) {
    grew = false
    for (const { pre, add } of relaxed.steps) {
      if (add.every((atom) => so.has(atom)) || !pre.every((atom) => so.has(atom))) continue
      for (const atom of add) so.add(atom)
      grew = true
    }
  }
  return so
}

/** The candidates that can help: those that lead to the goal, over however many others. */
export function relevantCandidates(problem: GoalProblem): Candidate[] {
  const relevant = new Set<Candidate>()
  let facts = problem.want
  let done = problem.must.reduce((mask, { of }) => mask | of, 0n)
  for (let grew = true; grew; ) {
    grew = false
    for (const candidate of problem.candidates) {
      if (relevant.has(candidate)) continue
      if ((candidate.gives & facts) === 0n && (candidate.bit & done) === 0n) continue
      relevant.add(candidate)
      done |= candidate.requires
      for (const { reads } of candidate.conditions) facts |= reads
      grew = true
    }
  }
  return problem.candidates.filter((candidate) => relevant.has(candidate))
}

function atomsOf(set: bigint, atoms: ReadonlyMap<bigint, number>): number[] {
  return bitsOf(set).flatMap((bit) => atoms.get(bit) ?? [])
}

function orStart(atoms: number[]): number[] {
  return atoms.length > 0 ? atoms : [startAtom]
}

export function bitsOf(set: bigint): bigint[] {
  const bits: bigint[] = []
  for (let rest = set; rest !== 0n; rest &= rest - 1n) bits.push(rest & -rest)
  return bits
}
