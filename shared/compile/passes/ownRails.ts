import type { NodeOf } from '../../graph/nodes/node.ts'
import type { GoalConstraint, RailRule, StepTemplate } from '../../graph/nodes/planner.ts'
import { isAny } from '../../plan/cell.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { findCycles } from '../findCycles.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { strategiesOf } from '../strategies.ts'
import { stepCost } from './costs.ts'

/** Planners whose own bounds leave them what they want to do. */
export function checkOwnRails(index: GraphIndex): Diagnostic[] {
  return index
    .nodesOf('planner')
    .flatMap((planner) => [...checkSequence(index, planner), ...checkConstraints(planner)])
}

/** A sequence always plans the same, so a rail that always applies refuses it always or never. */
function checkSequence(index: GraphIndex, { id, title, strategy, rails }: NodeOf<'planner'>): Diagnostic[] {
  if (strategy.type !== 'sequence' || !rails) return []
  return rails.rules.flatMap((rule, row) => {
    const why = rule.cells.every(isAny) ? whyBroken(index, rule, strategy.steps) : null
    if (why === null) return []
    const message = `The rail “${rule.id}” refuses every plan of “${title}”: ${why}`
    return [diagnose('plan-breaks-rails', fieldOf(id, `/rails/rules/${row}`), message)]
  })
}

const points = { low: 1, medium: 3, high: 9 } as const

function whyBroken(index: GraphIndex, rule: RailRule, steps: readonly StepTemplate[]): string | null {
  const used = steps.flatMap((step) => [step.action, ...(step.fallback ?? []).map(({ action }) => action)])
  const firsts = new Set(steps.map(({ action }) => action))
  const { only, never = [], must = [], maxRisk } = rule
  const forbidden = used.find((action) => never.includes(action) || only?.includes(action) === false)
  if (forbidden !== undefined) return `it uses “${forbidden}”, which may not be used`
  const missing = must.find((action) => !firsts.has(action))
  if (missing !== undefined) return `it has to use “${missing}”, and no step does`
  if (rule.maxSteps !== undefined && steps.length > rule.maxSteps)
    return `it has ${steps.length} steps, and ${rule.maxSteps} are allowed`
  const cost = steps.reduce((sum, step) => sum + stepCost(index, step), 0)
  if (rule.maxCostUsd !== undefined && cost > rule.maxCostUsd)
    return `it can cost ${cost} USD, and ${rule.maxCostUsd} are allowed`
  const risky = used.find((action) => {
    const risk = index.nodeOf(action, 'action')?.risk ?? 'low'
    return maxRisk !== undefined && points[risk] > points[maxRisk]
  })
  return risky === undefined ? null : `“${risky}” has a higher risk than ${maxRisk}`
}

/** Orders that go round. */
function checkConstraints(planner: NodeOf<'planner'>): Diagnostic[] {
  return strategiesOf(planner).flatMap(({ strategy, field }) => {
    if (strategy.type !== 'goal') return []
    const constraints = strategy.constraints ?? []
    const next = new Map<string, string[]>()
    for (const { first, then } of constraints.filter(isOrder))
      next.set(first, [...(next.get(first) ?? []), then])
    return findCycles([...next.keys()], (id) => next.get(id) ?? []).map((cycle) => {
      const place = constraints.findIndex((each) => isOrder(each) && cycle.includes(each.first))
      const names = cycle.map((id) => `“${id}”`).join(', ')
      const message =
        cycle.length === 1
          ? `${names} has to come before itself, so no plan has it`
          : `Each of ${names} has to come before another of them, so no plan has them all`
      return diagnose('contradictory-order', fieldOf(planner.id, `${field}/constraints/${place}`), message)
    })
  })
}

function isOrder(constraint: GoalConstraint): constraint is Extract<GoalConstraint, { type: 'before' }> {
  return constraint.type === 'before'
}
