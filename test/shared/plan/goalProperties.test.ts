import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RailRule } from '../../../shared/graph/nodes/planner.ts'
import { expandDrafts } from '../../../shared/plan/draft.ts'
import { searchGoal } from '../../../shared/plan/goal.ts'
import { goalProblem } from '../../../shared/plan/goalProblem.ts'
import { type Searched, searchPlan } from '../../../shared/plan/goalSearch.ts'
import { type AppliedRails, railFaults, riskPoints } from '../../../shared/plan/rails.ts'
import { bindTemplates } from '../../../shared/plan/templateSteps.ts'
import { type GoalCase, goalCase, mayHold } from '../../support/arbitraries/goal.ts'
import { aProgram } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const requestOf = ({ actions, facts, rails }: GoalCase) => ({
  program: { actions },
  scope: { input: {}, facts },
  actions: Object.keys(actions),
  rails,
  avoid: [],
})

const propose = (goal: GoalCase) => searchGoal(goal.strategy, requestOf(goal))

/** Whether the steps, done in this order, do what is wanted and keep every rule; the first fault, else null. */
function faultOf(goal: GoalCase, order: readonly string[]): string | null {
  const given = new Set<string>()
  for (const [place, id] of order.entries()) {
    const fault = faultOfStep(goal, order.slice(0, place), id, given)
    if (fault) return fault
    for (const fact of goal.actions[id]?.gives ?? []) given.add(fact)
  }
  const missing = goal.strategy.want.find((fact) => !given.has(fact) && !Object.hasOwn(goal.facts, fact))
  if (missing) return `${missing} is missing`
  const unused = goal.rails?.must.find((action) => !order.includes(action))
  return unused ? `${unused} must be used` : null
}

/** Why a step can't come after these: once broken, a rule stays broken. */
function faultOfStep(
  goal: GoalCase,
  done: readonly string[],
  id: string,
  given: ReadonlySet<string>,
): string | null {
  const { strategy, actions, rails } = goal
  const action = actions[id]
  const all = [...done, id]
  if (!action) return `${id} is no action`
  if (!mayHold(goal.needs[id] ?? [], goal.facts, given)) return `${id} is not ready`
  const after = strategy.candidates.find((candidate) => candidate.id === id)?.after ?? []
  const isCandidate = (other: string) => strategy.candidates.some((candidate) => candidate.id === other)
  const waits = after.find((other) => isCandidate(other) && !done.includes(other))
  if (waits) return `${id} waits for ${waits}`
  if (!isUsable(goal, id)) return `${id} may not be used`
  const cost = usd(goal, all)
  if (rails?.maxSteps != null && all.length > rails.maxSteps) return 'too many steps'
  if (rails?.maxCostUsd != null && worst(goal, all) > rails.maxCostUsd) return 'too dear'
  for (const constraint of strategy.constraints ?? []) {
    switch (constraint.type) {
      case 'at-most':
        if (constraint.steps.filter((step) => all.includes(step)).length > constraint.count) return 'at most'
        break
      case 'exclusive':
        if (constraint.steps.filter((step) => all.includes(step)).length > 1) return 'exclusive'
        break
      case 'before':
        if (id === constraint.first && done.includes(constraint.then)) return 'before'
        break
      case 'budget':
        if (all.length > (constraint.steps ?? Infinity)) return 'budget of steps'
        if (cost > (constraint.costUsd ?? Infinity)) return 'budget of cost'
        if (risk(goal, all) > (constraint.risk ?? Infinity)) return 'budget of risk'
    }
  }
  return null
}

function isUsable({ actions, rails }: GoalCase, id: string): boolean {
  const action = actions[id]
  if (!action || rails?.never.includes(id) || (rails?.only && !rails.only.includes(id))) return false
  return rails?.maxRisk == null || riskPoints[action.risk] <= riskPoints[rails.maxRisk]
}

/** In cents, so that tenths add up. */
function usd({ actions }: GoalCase, order: readonly string[]): number {
  return Math.round(order.reduce((sum, id) => sum + (actions[id]?.costUsd ?? 0), 0) * 100) / 100
}

/** What the steps can cost: for each item of a list, the dearest of the step and its fallbacks. */
function worst(goal: GoalCase, order: readonly string[]): number {
  const costs = goal.strategy.candidates.flatMap(({ id, map, fallback = [] }) => {
    if (!order.includes(id)) return []
    const others = fallback
      .filter(({ action }) => isUsable(goal, action))
      .map(({ action }) => usd(goal, [action]))
    return [Math.max(usd(goal, [id]), ...others) * (map?.max ?? 1)]
  })
  return Math.round(costs.reduce((sum, cost) => sum + cost, 0) * 100) / 100
}

function risk({ actions }: GoalCase, order: readonly string[]): number {
  return order.reduce((sum, id) => sum + riskPoints[actions[id]?.risk ?? 'low'], 0)
}

/** How good a plan is, the less the better: what is minimised, the other two, and the later candidates it needs. */
function scoreOf(goal: GoalCase, order: readonly string[]): number[] {
  const places = order.map(
    (id) => 2 ** goal.strategy.candidates.findIndex((candidate) => candidate.id === id),
  )
  const late = places.reduce((sum, place) => sum + place, 0)
  const scores = { cost: usd(goal, order), risk: risk(goal, order), steps: order.length }
  switch (goal.strategy.minimise) {
    case 'cost':
      return [scores.cost, scores.risk, scores.steps, late]
    case 'risk':
      return [scores.risk, scores.cost, scores.steps, late]
    case 'steps':
      return [scores.steps, scores.cost, scores.risk, late]
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((score, each) => score !== b[each])
  return place === -1 ? 0 : (a[place] ?? 0) - (b[place] ?? 0)
}

/** The score of the best of all orders of all sets of steps; null when none is a plan. */
function bestScore(goal: GoalCase): number[] | null {
  let best: number[] | null = null
  const extend = (order: readonly string[]) => {
    if (faultOf(goal, order) === null) {
      const score = scoreOf(goal, order)
      if (!best || compare(score, best) < 0) best = score
    }
    const given = new Set(order.flatMap((id) => goal.actions[id]?.gives ?? []))
    for (const { id } of goal.strategy.candidates)
      if (!order.includes(id) && faultOfStep(goal, order, id, given) === null) extend([...order, id])
  }
  extend([])
  return best
}

describe('a goal’s plan', () => {
  it('is the best that there is, and there is none only where none is', () =>
    fc.assert(
      fc.property(goalCase, (goal) => {
        const chosen = propose(goal)
        const best = bestScore(goal)
        const found = chosen.ok
          ? scoreOf(
              goal,
              chosen.steps.map(({ id }) => id),
            )
          : null
        expect(found).toEqual(best)
      }),
    ))

  it('does what is wanted and keeps every rule in any order that its steps leave open', () =>
    fc.assert(
      fc.property(goalCase, fc.infiniteStream(fc.nat(5)), (goal, picks) => {
        const chosen = propose(goal)
        if (!chosen.ok) return
        const rest = [...chosen.steps]
        const order: string[] = []
        while (rest.length > 0) {
          const ready = rest.filter(({ after }) => after?.every((id) => order.includes(id)))
          const next = ready[(picks.next().value ?? 0) % ready.length]
          if (!next) throw new Error('Steps wait for each other')
          order.push(next.id)
          rest.splice(rest.indexOf(next), 1)
        }
        expect(faultOf(goal, order)).toBeNull()
      }),
    ))

  it('breaks no rail, as rails are checked for any plan', () =>
    fc.assert(
      fc.property(goalCase, (goal) => {
        const chosen = propose(goal)
        const { actions, rails } = goal
        fc.pre(chosen.ok && rails !== null)
        if (!chosen.ok || !rails) return
        const { drafts } = bindTemplates(chosen.steps, { input: {}, facts: goal.facts }, ['facts'])
        const steps = expandDrafts(drafts)
        const program = aProgram({ actions })
        expect(railFaults(program, { ...rails, rules: [ruleOf(rails)] }, steps)).toEqual([])
      }),
    ))

  it('is the same each time', () =>
    fc.assert(
      fc.property(goalCase, (goal) => {
        expect(propose(structuredClone(goal))).toEqual(propose(goal))
      }),
    ))

  it('is given with a true bound of how far from the best it is, within the states that may be looked at', () =>
    fc.assert(
      fc.property(goalCase, fc.integer({ min: 1, max: 12 }), (goal, maxStates) => {
        const problem = goalProblem(goal.strategy, requestOf(goal))
        fc.pre(problem.missing.length === 0)
        const searched = searchPlan(problem, maxStates)
        const best = bestScore(goal)
        expect(searched.states).toBeLessThanOrEqual(maxStates)
        expect(boundFault(goal, searched, best)).toBeNull()
      }),
    ))

  it('has reasons when there is none', () =>
    fc.assert(
      fc.property(goalCase, (goal) => {
        const chosen = propose(goal)
        expect(chosen.ok || chosen.reasons.length > 0).toBe(true)
      }),
    ))
})

/** What a search says that is not so; null when all of it is. */
function boundFault(goal: GoalCase, searched: Searched, best: number[] | null): string | null {
  if (!searched.found) return searched.isCertain && best ? 'there is a plan' : null
  const order = searched.sequence.map(({ step }) => step.id)
  const fault = faultOf(goal, order)
  if (fault) return fault
  const least = Math.round((best?.[0] ?? -1) * (goal.strategy.minimise === 'cost' ? 1e8 : 1))
  if (searched.atLeast > least) return `${searched.atLeast} is no lower bound of ${least}`
  if (searched.sums[goal.strategy.minimise] < least) return 'better than the best'
  return searched.isOptimal && compare(scoreOf(goal, order), best ?? []) !== 0 ? 'not optimal' : null
}

/** The rule that says what rails say together. */
function ruleOf({ only, never, must, maxSteps, maxCostUsd, maxRisk }: AppliedRails): RailRule {
  return {
    id: 'all',
    cells: [],
    never: [...never],
    must: [...must],
    ...(only ? { only: [...only] } : {}),
    ...(maxSteps === null ? {} : { maxSteps }),
    ...(maxCostUsd === null ? {} : { maxCostUsd }),
    ...(maxRisk === null ? {} : { maxRisk }),
  }
}
