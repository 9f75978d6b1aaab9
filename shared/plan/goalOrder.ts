import type { StepTemplate } from '../graph/nodes/planner.ts'
import type { Candidate } from './goalCandidate.ts'
import type { GoalProblem } from './goalProblem.ts'

/** Orders that are left open are tried in all ways; with more of them than this, the rest is kept as it was found. */
const mostOpen = 8

/**
 * The steps of a plan, each after those that it really needs: whatever order that leaves, each step finds what it found in
 * the sequence. Steps without an order between them can run at once.
 */
export function orderSteps(problem: GoalProblem, sequence: readonly Candidate[]): StepTemplate[] {
  const before = new Map(sequence.map((candidate) => [candidate, new Set<Candidate>()]))
  for (const [place, later] of sequence.entries())
    for (const earlier of sequence.slice(0, place))
      if (mustPrecede(problem, sequence, earlier, later)) before.get(later)?.add(earlier)
  for (const [place, reader] of sequence.entries()) orderReader(sequence, place, reader, before)
  return inOrder(sequence, before).map((candidate) => {
    const { after: _, ...step } = candidate.step
    const ids = sequence.filter((other) => before.get(candidate)?.has(other)).map((other) => other.step.id)
    return { ...step, after: ids }
  })
}

/** Orders that hold whatever the conditions say. */
function mustPrecede(
  problem: GoalProblem,
  sequence: readonly Candidate[],
  earlier: Candidate,
  later: Candidate,
): boolean {
  if ((later.requires & earlier.bit) !== 0n) return true
  if (problem.before.some(({ first, second }) => first === earlier.bit && second === later.bit)) return true
  // Two that give the same fact: the last one decides its value, for whoever reads it.
  const both = earlier.gives & later.gives
  return (
    both !== 0n && sequence.some(({ conditions }) => conditions.some(({ reads }) => (reads & both) !== 0n))
  )
}

/** Orders a step and those that give facts which it reads, as far as it makes a difference. */
function orderReader(
  sequence: readonly Candidate[],
  place: number,
  reader: Candidate,
  before: ReadonlyMap<Candidate, Set<Candidate>>,
): void {
  const reads = reader.conditions.reduce((mask, condition) => mask | condition.reads, 0n)
  const isOrdered = (other: Candidate) => before.get(reader)?.has(other) || before.get(other)?.has(reader)
  const givers = sequence.filter(
    (other) => other !== reader && (other.gives & reads) !== 0n && !isOrdered(other),
  )
  const earlier = sequence.slice(0, place)
  const open: Candidate[] = []
  for (const giver of givers) {
    if (open.length < mostOpen && isIndifferent(reader, earlier, [...open, giver])) open.push(giver)
    else if (earlier.includes(giver)) before.get(reader)?.add(giver)
    else before.get(giver)?.add(reader)
  }
}

/** Whether a step finds the same, whichever of the open ones are done before it. */
function isIndifferent(
  reader: Candidate,
  earlier: readonly Candidate[],
  open: readonly Candidate[],
): boolean {
  const given = givenBy(earlier)
  const certain = givenBy(earlier.filter((other) => !open.includes(other)))
  return reader.conditions.every((condition) => {
    const touching = open.filter(({ gives }) => (gives & condition.reads) !== 0n)
    if (touching.length === 0) return true
    if (condition.isValue || condition.holds(given).is !== 'yes') return false
    return subsets(touching).every((done) => condition.holds(certain | givenBy(done)).is === 'yes')
  })
}

function givenBy(candidates: readonly Candidate[]): bigint {
  return candidates.reduce((mask, { gives }) => mask | gives, 0n)
}

function subsets(of: readonly Candidate[]): Candidate[][] {
  return Array.from({ length: 2 ** of.length }, (_, which) =>
    of.filter((_, place) => (which >> place) % 2 === 1),
  )
}

/** In an order that keeps all of it, the earlier candidate first. */
function inOrder(
  sequence: readonly Candidate[],
  before: ReadonlyMap<Candidate, ReadonlySet<Candidate>>,
): Candidate[] {
  const rest = sequence.toSorted((a, b) => (a.bit < b.bit ? -1 : 1))
  const done: Candidate[] = []
  while (rest.length > 0) {
    const next = rest.findIndex((candidate) =>
      [...(before.get(candidate) ?? [])].every((other) => done.includes(other)),
    )
    done.push(...rest.splice(Math.max(next, 0), 1))
  }
  return done
}
