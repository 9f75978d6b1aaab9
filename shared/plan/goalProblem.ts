import { assertNever } from '../assertNever.ts'
import type { Scope } from '../engine/effect.ts'
import type { NodeId, StepId } from '../graph/ids.ts'
import type { GoalConstraint, GoalStrategy, StepTemplate } from '../graph/nodes/planner.ts'
import type { JsonObject } from '../json.ts'
import { type Candidate, conditionsOf, type GoalAction, type Sums, stepsBefore } from './goalCandidate.ts'
import type { Knowledge } from './goalCondition.ts'
import { type AppliedRails, riskPoints } from './rails.ts'

export type GoalRequest = {
  program: { actions: Readonly<Record<NodeId, GoalAction>> }
  scope: Scope
  /** The actions that the planner may use. */
  actions: readonly NodeId[]
  rails: AppliedRails | null
  /** Candidates that are left out: a plan was rejected because of them. */
  avoid: readonly StepId[]
  /** Roots that are not known yet, besides those that no plan knows. */
  unknown?: readonly string[]
}

/** A goal in the form that is searched. Sets of candidates and of facts are bits. */
export type GoalProblem = {
  minimise: GoalStrategy['minimise']
  candidates: readonly Candidate[]
  /** The facts that candidates can give. */
  facts: ReadonlyMap<string, bigint>
  /** Facts that are wanted, are not there yet, and no candidate gives. */
  missing: readonly string[]
  /** Wanted facts that have to be given. */
  want: bigint
  /** Of each of these sets, one at least. */
  must: readonly { action: NodeId; of: bigint }[]
  /** Of each of these sets, at most so many. */
  atMost: readonly { of: bigint; count: number }[]
  before: readonly { first: bigint; second: bigint }[]
  /** Bounds of the sums. */
  budget: Sums
}

/** Costs are counted in these. */
export const usdUnits = 1e8
/** Dearer than any run may be; so many of them still add up exactly. */
const dearest = 1e14

export function goalProblem(strategy: GoalStrategy, request: GoalRequest): GoalProblem {
  const { facts: held } = request.scope
  const usable = withWhatTheyWaitFor(usableSteps(strategy.candidates, request), strategy.candidates)
  const givable = new Set(usable.flatMap(({ action }) => action.gives))
  const facts = new Map([...givable].map((name, place) => [name, 1n << BigInt(place)]))
  const bits = new Map(usable.map(({ step }, place) => [step.id, 1n << BigInt(place)]))
  const knowledge: Knowledge = {
    scope: request.scope,
    facts,
    held: isObject(held) ? held : {},
    unknown: new Set(['steps', 'plan', 'item', 'index', ...(request.unknown ?? [])]),
  }
  const candidates = usable.map(
    ({ step, action }): Candidate => ({
      bit: bits.get(step.id) ?? 0n,
      step,
      action,
      gives: union(action.gives, facts),
      requires: union(stepsBefore(step), bits),
      conditions: conditionsOf(step, action, knowledge),
      sums: sumsOf(step, action, request.program),
    }),
  )
  const open = strategy.want.filter((name) => !Object.hasOwn(knowledge.held, name))
  return {
    minimise: strategy.minimise,
    candidates,
    facts,
    missing: open.filter((name) => !facts.has(name)),
    want: union(open, facts),
    must: mustOf(request.rails, candidates),
    ...constraintsOf(strategy.constraints ?? [], request.rails, bits),
  }
}

type Usable = { step: StepTemplate; action: GoalAction }

/** The candidates that the planner is joined to and the rails allow, without fallbacks that they forbid. */
function usableSteps(candidates: readonly StepTemplate[], request: GoalRequest): Usable[] {
  const seen = new Set<string>()
  return candidates.flatMap((step) => {
    const action = request.program.actions[step.action]
    const isLeftOut = seen.has(step.id) || request.avoid.includes(step.id)
    if (!action || isLeftOut || !mayUse(request, step.action)) return []
    seen.add(step.id)
    const { fallback, ...rest } = step
    const allowed = (fallback ?? []).filter((each) => mayUse(request, each.action))
    return [{ step: allowed.length > 0 ? { ...rest, fallback: allowed } : rest, action }]
  })
}

/** Those whose steps before them can be used too. */
function withWhatTheyWaitFor(usable: Usable[], candidates: readonly StepTemplate[]): Usable[] {
  const known = new Set(candidates.map(({ id }) => id))
  const there = new Set(usable.map(({ step }) => step.id))
  const left = usable.filter(({ step }) =>
    [...stepsBefore(step)].every((id) => there.has(id) || !known.has(id)),
  )
  return left.length === usable.length ? left : withWhatTheyWaitFor(left, candidates)
}

function mayUse({ program, actions, rails }: GoalRequest, id: NodeId): boolean {
  const action = program.actions[id]
  if (!action || !actions.includes(id)) return false
  if (!rails) return true
  if (rails.never.includes(id) || (rails.only && !rails.only.includes(id))) return false
  return rails.maxRisk === null || riskPoints[action.risk] <= riskPoints[rails.maxRisk]
}

function sumsOf(step: StepTemplate, action: GoalAction, program: GoalRequest['program']): Sums {
  const cost = units(action.costUsd)
  const fallbacks = (step.fallback ?? []).map((each) => units(program.actions[each.action]?.costUsd ?? 0))
  const items = step.map ? (step.map.max ?? 100) : 1
  return {
    cost,
    risk: riskPoints[action.risk],
    steps: 1,
    worst: Math.min(Math.max(cost, ...fallbacks) * items, dearest),
  }
}

function units(usd: number): number {
  return Math.min(Math.round(usd * usdUnits), dearest)
}

function mustOf(rails: AppliedRails | null, candidates: readonly Candidate[]): GoalProblem['must'] {
  return (rails?.must ?? []).map((action) => ({
    action,
    of: candidates.reduce((mask, each) => (each.step.action === action ? mask | each.bit : mask), 0n),
  }))
}

function constraintsOf(
  constraints: readonly GoalConstraint[],
  rails: AppliedRails | null,
  bits: ReadonlyMap<string, bigint>,
): Pick<GoalProblem, 'atMost' | 'before' | 'budget'> {
  const atMost: { of: bigint; count: number }[] = []
  const before: { first: bigint; second: bigint }[] = []
  const budget: Sums = {
    cost: Infinity,
    risk: Infinity,
    steps: rails?.maxSteps ?? Infinity,
    worst: rails?.maxCostUsd == null ? Infinity : units(rails.maxCostUsd),
  }
  for (const constraint of constraints) {
    switch (constraint.type) {
      case 'at-most':
        atMost.push({ of: union(constraint.steps, bits), count: constraint.count })
        break
      case 'exclusive':
        atMost.push({ of: union(constraint.steps, bits), count: 1 })
        break
      case 'before':
        before.push({ first: bits.get(constraint.first) ?? 0n, second: bits.get(constraint.then) ?? 0n })
        break
      case 'budget':
        if (constraint.costUsd !== undefined) budget.cost = Math.min(budget.cost, units(constraint.costUsd))
        if (constraint.risk !== undefined) budget.risk = Math.min(budget.risk, constraint.risk)
        if (constraint.steps !== undefined) budget.steps = Math.min(budget.steps, constraint.steps)
        break
      default:
        assertNever(constraint)
    }
  }
  return { atMost, before, budget }
}

/** Whether a candidate can never be added to these any more: what the constraints forbid stays forbidden. */
export function isForbidden(problem: GoalProblem, used: bigint, sums: Sums, candidate: Candidate): boolean {
  const { bit } = candidate
  return (
    exceeds(added(sums, candidate.sums), problem.budget) ||
    problem.atMost.some(({ of, count }) => (of & bit) !== 0n && countBits(used & of) >= count) ||
    problem.before.some(({ first, second }) => first === bit && (used & second) !== 0n)
  )
}

/** Whether a candidate can be used next: nothing forbids it, what it waits for is done, and what it needs holds. */
export function isApplicable(
  problem: GoalProblem,
  used: bigint,
  given: bigint,
  sums: Sums,
  candidate: Candidate,
): boolean {
  if ((used & candidate.bit) !== 0n || (used & candidate.requires) !== candidate.requires) return false
  if (isForbidden(problem, used, sums, candidate)) return false
  return candidate.conditions.every((condition) => {
    const { is } = condition.holds(given)
    return is === 'yes' || is === 'assumed'
  })
}

/** Whether these candidates reach the goal. */
export function isGoal(problem: GoalProblem, used: bigint, given: bigint): boolean {
  return (given & problem.want) === problem.want && problem.must.every(({ of }) => (used & of) !== 0n)
}

export const noSums: Sums = { cost: 0, risk: 0, steps: 0, worst: 0 }

export function added(one: Sums, other: Sums): Sums {
  return {
    cost: one.cost + other.cost,
    risk: one.risk + other.risk,
    steps: one.steps + other.steps,
    worst: one.worst + other.worst,
  }
}

function exceeds(sums: Sums, budget: Sums): boolean {
  return (
    sums.cost > budget.cost ||
    sums.risk > budget.risk ||
    sums.steps > budget.steps ||
    sums.worst > budget.worst
  )
}

export function countBits(set: bigint): number {
  let count = 0
  for (let rest = set; rest !== 0n; rest &= rest - 1n) count += 1
  return count
}

function union(names: Iterable<string>, bits: ReadonlyMap<string, bigint>): bigint {
  let mask = 0n
  for (const name of names) mask |= bits.get(name) ?? 0n
  return mask
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
