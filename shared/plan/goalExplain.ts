import type { GoalConstraint, GoalStrategy } from '../graph/nodes/planner.ts'
import type { Candidate } from './goalCandidate.ts'
import { type GoalProblem, type GoalRequest, goalProblem } from './goalProblem.ts'
import { reachable, relax, waysToHold } from './goalRelaxed.ts'
import { type Searched, searchPlan } from './goalSearch.ts'
import type { AppliedRails } from './rails.ts'

type Failure = {
  strategy: GoalStrategy
  request: GoalRequest
  problem: GoalProblem
  searched: Extract<Searched, { found: false }>
  maxStates: number
}

/** Why there is no plan, in words for a builder: what nothing gives, what can never be used, or what is in the way. */
export function explainNoPlan(failure: Failure): string[] {
  const { strategy, request, searched } = failure
  const free = goalProblem({ ...strategy, constraints: [] }, { ...request, rails: null, avoid: [] })
  const blocked = explainBlocked(free)
  if (blocked.length > 0) return blocked
  const obstacles = findObstacles(failure)
  if (obstacles.length > 0) return obstacles
  if (!searched.isCertain && searched.states > 0)
    return [
      `No plan was found within ${failure.maxStates} states. Allow more of them, or offer fewer candidates.`,
    ]
  if (hasPlan({ ...strategy, constraints: [] }, { ...request, rails: null, avoid: [] }, failure.maxStates))
    return ['The constraints and rails together leave no plan, though each of them alone would allow one.']
  return ['The conditions of the steps exclude each other: no order lets all that are needed be used.']
}

/** The wanted facts that nothing can bring about, each with the cause that lies deepest. */
function explainBlocked(problem: GoalProblem): string[] {
  const missing = problem.missing.map((name) => `No candidate gives “${name}”, which is wanted.`)
  const relaxed = relax(problem)
  const so = reachable(relaxed)
  const atoms = new Map(relaxed.factAtoms)
  const isReachable = (bit: bigint) => so.has(atoms.get(bit) ?? -1)
  const wanted = [...problem.facts].filter(([, bit]) => (problem.want & bit) !== 0n && !isReachable(bit))
  const causes = wanted.flatMap(([name, bit]) => [
    `“${name}” is wanted, and none of the steps that give it can ever be used.`,
    ...problem.candidates.flatMap((candidate) =>
      (candidate.gives & bit) === 0n ? [] : whyUnusable(problem, candidate, isReachable, new Set()),
    ),
  ])
  return [...new Set([...missing, ...causes])]
}

function whyUnusable(
  problem: GoalProblem,
  candidate: Candidate,
  isReachable: (bit: bigint) => boolean,
  seen: Set<Candidate>,
): string[] {
  if (seen.has(candidate)) return []
  seen.add(candidate)
  const { id } = candidate.step
  const deeper: string[] = []
  for (const other of problem.candidates)
    if ((candidate.requires & other.bit) !== 0n)
      deeper.push(...whyUnusable(problem, other, isReachable, seen))
  for (const condition of candidate.conditions) {
    const ways = waysToHold(condition)
    if (ways.length === 0) {
      const result = condition.holds(0n)
      const why = result.is === 'error' ? `${result.error}` : 'it is false, and no step changes that'
      return [`“${id}” can’t be used: it needs ${condition.source}; ${why}.`.replace(/\.\.$/, '.')]
    }
    if (ways.some((way) => bitNames(problem, way).every(([, bit]) => isReachable(bit)))) continue
    for (const [name, bit] of bitNames(problem, condition.reads)) {
      if (isReachable(bit)) continue
      deeper.push(
        `“${id}” needs ${condition.source}, and “${name}” can’t be given.`,
        ...problem.candidates.flatMap((giver) =>
          (giver.gives & bit) === 0n ? [] : whyUnusable(problem, giver, isReachable, seen),
        ),
      )
    }
  }
  return deeper
}

function bitNames(problem: GoalProblem, mask: bigint): [string, bigint][] {
  return [...problem.facts].filter(([, bit]) => (mask & bit) !== 0n)
}

/** The single constraints and rails without which there would be a plan. */
function findObstacles({ strategy, request, maxStates }: Failure): string[] {
  const constraints = strategy.constraints ?? []
  const found = constraints.flatMap((constraint, place) => {
    const without = { ...strategy, constraints: constraints.toSpliced(place, 1) }
    return hasPlan(without, request, maxStates)
      ? [`Without the constraint “${constraintWords(constraint)}” there would be a plan.`]
      : []
  })
  const { rails } = request
  const loosened = rails ? loosenings(rails) : []
  const railed = loosened.flatMap(({ words, rails: looser }) =>
    hasPlan(strategy, { ...request, rails: looser }, maxStates)
      ? [`Without the rail “${words}” there would be a plan.`]
      : [],
  )
  const isRejected = request.avoid.length > 0 && hasPlan(strategy, { ...request, avoid: [] }, maxStates)
  return [
    ...found,
    ...railed,
    ...(isRejected ? [`Every plan needs a step that was rejected before: ${request.avoid.join(', ')}.`] : []),
  ]
}

function hasPlan(strategy: GoalStrategy, request: GoalRequest, maxStates: number): boolean {
  const problem = goalProblem(strategy, request)
  return problem.missing.length === 0 && searchPlan(problem, Math.min(maxStates, mostStatesToExplain)).found
}

/** An explanation is worth less work than a plan. */
const mostStatesToExplain = 2000

function loosenings(rails: AppliedRails): { words: string; rails: AppliedRails }[] {
  const names = (actions: readonly string[]) => actions.join(', ') || 'nothing'
  return [
    ...(rails.only ? [{ words: `only ${names(rails.only)}`, rails: { ...rails, only: null } }] : []),
    ...rails.never.map((action, place) => ({
      words: `never ${action}`,
      rails: { ...rails, never: rails.never.toSpliced(place, 1) },
    })),
    ...rails.must.map((action, place) => ({
      words: `must use ${action}`,
      rails: { ...rails, must: rails.must.toSpliced(place, 1) },
    })),
    ...(rails.maxSteps === null
      ? []
      : [{ words: `at most ${rails.maxSteps} steps`, rails: { ...rails, maxSteps: null } }]),
    ...(rails.maxCostUsd === null
      ? []
      : [{ words: `at most $${rails.maxCostUsd}`, rails: { ...rails, maxCostUsd: null } }]),
    ...(rails.maxRisk === null
      ? []
      : [{ words: `no risk above ${rails.maxRisk}`, rails: { ...rails, maxRisk: null } }]),
  ]
}

export function constraintWords(constraint: GoalConstraint): string {
  switch (constraint.type) {
    case 'at-most':
      return `at most ${constraint.count} of ${constraint.steps.join(', ')}`
    case 'before':
      return `${constraint.first} before ${constraint.then}`
    case 'exclusive':
      return `no two of ${constraint.steps.join(', ')}`
    case 'budget': {
      const parts = [
        ...(constraint.costUsd === undefined ? [] : [`$${constraint.costUsd}`]),
        ...(constraint.risk === undefined ? [] : [`${constraint.risk} risk points`]),
        ...(constraint.steps === undefined ? [] : [`${constraint.steps} steps`]),
      ]
      return `at most ${parts.join(', ')}`
    }
  }
}
