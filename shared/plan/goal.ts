import type { GoalStrategy } from '../graph/nodes/planner.ts'
import type { Candidate, Sums } from './goalCandidate.ts'
import { explainNoPlan } from './goalExplain.ts'
import { orderSteps } from './goalOrder.ts'
import { type GoalProblem, type GoalRequest, goalProblem, usdUnits } from './goalProblem.ts'
import { type Searched, searchPlan } from './goalSearch.ts'
import type { Chosen } from './strategy.ts'

/** A turn waits for the search, so it has to be over in well under a second: `DESIGN.md` says what a state costs. */
const defaultMaxStates = 5000

/**
 * The cheapest steps after which every wanted fact is given: optimal within `maxStates` states, past it the best that was found, with
 * how far from the optimum it can be. A pure function of its arguments. The steps are in an order in which they can be done,
 * each after those that it needs, so that the others can run at once. Without a plan the reasons say what is in the way.
 */
export function searchGoal(strategy: GoalStrategy, request: GoalRequest): Chosen {
  const problem = goalProblem(strategy, request)
  const maxStates = strategy.maxStates ?? defaultMaxStates
  const searched: Searched =
    problem.missing.length > 0 ? { found: false, isCertain: true, states: 0 } : searchPlan(problem, maxStates)
  if (!searched.found)
    return { ok: false, reasons: explainNoPlan({ strategy, request, problem, searched, maxStates }) }
  return {
    ok: true,
    steps: orderSteps(problem, searched.sequence),
    rules: [],
    rationale: [
      summary(strategy, searched),
      ...searched.sequence.map((candidate) => purpose(problem, searched.sequence, candidate)),
      ...assumptions(searched.sequence),
    ],
  }
}

/** Looked at before a goal is ever planned for: this is done at each change of a graph. */
const statesToCompile = 1000

/** Why no plan can be, whatever the input is, when no fact is there yet; null when one may be. */
export function whyImpossible(
  strategy: GoalStrategy,
  actions: GoalRequest['program']['actions'],
): string[] | null {
  const request: GoalRequest = {
    program: { actions },
    scope: { facts: {} },
    actions: Object.keys(actions),
    rails: null,
    avoid: [],
    unknown: ['input', 'request', 'run', 'verdict', 'passed', 'sentBack'],
  }
  const problem = goalProblem(strategy, request)
  if (problem.missing.length > 0) return null
  const searched = searchPlan(problem, statesToCompile)
  if (searched.found || !searched.isCertain) return null
  return explainNoPlan({ strategy, request, problem, searched, maxStates: statesToCompile })
}

function summary(strategy: GoalStrategy, searched: Extract<Searched, { found: true }>): string {
  const { sums, atLeast, isOptimal, states } = searched
  if (sums.steps === 0) return 'Everything that is wanted is there already.'
  const looked = `${states} ${states === 1 ? 'state' : 'states'} looked at`
  const has = `${count(sums.steps, 'step')}, ${usd(sums.cost)}, risk ${sums.risk}`
  if (isOptimal) return `The plan with the least ${strategy.minimise}: ${has}; optimal, ${looked}.`
  return `The best plan found: ${has}; ${gapWords(strategy.minimise, sums, atLeast)}, ${looked}.`
}

function gapWords(minimise: GoalStrategy['minimise'], sums: Sums, atLeast: number): string {
  const gap = sums[minimise] - atLeast
  if (gap <= 0) return `no plan has less ${minimise}`
  switch (minimise) {
    case 'cost':
      return `at most ${usd(gap)} above the optimum`
    case 'risk':
      return `at most ${gap} risk points above the optimum`
    case 'steps':
      return `at most ${count(gap, 'step')} above the optimum`
  }
}

/** What a step is in the plan for. */
function purpose(problem: GoalProblem, sequence: readonly Candidate[], candidate: Candidate): string {
  const { id } = candidate.step
  const names = (mask: bigint) =>
    [...problem.facts].flatMap(([name, bit]) => ((mask & bit) === 0n ? [] : [name]))
  const wanted = names(candidate.gives & problem.want)
  const used = sequence.flatMap((other) => {
    const reads = other.conditions.reduce((mask, condition) => mask | condition.reads, 0n)
    return names(reads & candidate.gives).length > 0 || (other.requires & candidate.bit) !== 0n
      ? [other.step.id]
      : []
  })
  const because = [
    ...(wanted.length > 0 ? [`gives ${quoted(wanted)}`] : []),
    ...(used.length > 0 ? [`is needed by ${quoted(used)}`] : []),
    ...problem.must.flatMap(({ action, of }) =>
      (of & candidate.bit) === 0n ? [] : [`uses “${action}”, which the rails ask for`],
    ),
  ]
  return `“${id}” ${because.join(', and ') || 'completes the plan'}.`
}

/** Conditions on values that only a step will bring. */
function assumptions(sequence: readonly Candidate[]): string[] {
  let given = 0n
  return sequence.flatMap((candidate) => {
    const before = given
    given |= candidate.gives
    return candidate.conditions
      .filter((condition) => condition.holds(before).is === 'assumed')
      .map(
        ({ source }) =>
          `Assumed: “${candidate.step.id}” needs ${source}, which is known only when its turn comes.`,
      )
  })
}

function usd(amount: number): string {
  return `$${amount / usdUnits}`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(', ')
}
