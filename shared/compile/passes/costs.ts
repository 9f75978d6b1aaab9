import type { ResolvedLimits } from '../../graph/limits.ts'
import { defaultLimits } from '../../graph/limits.ts'
import type { ActionNode } from '../../graph/nodes/action.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import type { SingleStrategy, StepTemplate } from '../../graph/nodes/planner.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { addField, setLimit } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'

/** Costs that the limit of a run does not hold as it seems to. */
export function checkCosts(index: GraphIndex): Diagnostic[] {
  const limits = { ...defaultLimits, ...index.graph.limits } as ResolvedLimits
  return [
    ...index.nodesOf('planner').flatMap((planner) => checkIterations(index, planner, limits)),
    ...checkUnknown(index),
  ]
}

/** All iterations together cost more than a run may, so the last ones can’t be. */
function checkIterations(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  { iterations, costUsd }: ResolvedLimits,
): Diagnostic[] {
  const once = planCost(index, planner)
  // What is dearer by itself has its own diagnostic.
  if (!isRepeated(index, planner) || once > costUsd || once * iterations <= costUsd) return []
  const fitting = Math.floor(costUsd / once)
  const message = `${iterations} iterations of “${planner.title}” may cost ${money(once * iterations)} USD, and a run ${money(costUsd)}: it stops after ${fitting}`
  const fix = setLimit(
    'iterations',
    fitting,
    `Allow ${fitting} ${fitting === 1 ? 'iteration' : 'iterations'}`,
  )
  return [diagnose('unbounded-cost', fieldOf(planner.id, '/strategy'), message, fix)]
}

/** Whether a run can come back to the planner. */
export function isRepeated(index: GraphIndex, { id }: NodeOf<'planner'>): boolean {
  return index.successors(id).some((next) => index.reachableFrom(next).has(id))
}

/** The most that a plan can cost by what its actions declare. What an external planner proposes is bounded by rails, not here. */
function planCost(index: GraphIndex, { strategy }: NodeOf<'planner'>): number {
  if (strategy.type !== 'federation') return strategyCost(index, strategy)
  const costs = strategy.members.map((member) => strategyCost(index, member.strategy))
  return strategy.combine === 'merge' ? sum(costs) : Math.max(...costs)
}

function strategyCost(index: GraphIndex, strategy: SingleStrategy): number {
  const costOf = (steps: readonly StepTemplate[]) => sum(steps.map((step) => stepCost(index, step)))
  switch (strategy.type) {
    case 'sequence':
      return costOf(strategy.steps)
    case 'table': {
      const rules = strategy.rules.map(({ steps }) => costOf(steps))
      const merges = strategy.hitPolicy === 'collect' || strategy.hitPolicy === 'rule-order'
      return Math.max(merges ? sum(rules) : Math.max(0, ...rules), costOf(strategy.otherwise ?? []))
    }
    case 'goal': {
      const budgets = (strategy.constraints ?? []).flatMap((each) =>
        each.type === 'budget' ? (each.costUsd ?? []) : [],
      )
      return Math.min(costOf(strategy.candidates), ...budgets)
    }
    case 'choice':
      return Math.max(...strategy.options.map(({ steps }) => costOf(steps)))
    case 'http':
      return 0
  }
}

/** A step costs what the dearest of it and its fallbacks does, for every item that it may map over. */
export function stepCost(index: GraphIndex, step: StepTemplate): number {
  const costs = [step, ...(step.fallback ?? [])].map(
    ({ action }) => index.nodeOf(action, 'action')?.costUsd ?? 0,
  )
  return Math.max(...costs) * (step.map ? (step.map.max ?? 100) : 1)
}

/** Where costs are stated and no limit is, an action that states none counts as free. */
function checkUnknown(index: GraphIndex): Diagnostic[] {
  const used = index.nodesOf('action').filter(({ id }) => index.isPlanned(id))
  const isCounted = used.some(({ costUsd }) => (costUsd ?? 0) > 0)
  if (!isCounted || index.graph.limits.costUsd !== undefined) return []
  return used.filter(isUnknown).map((action) => {
    const message = `“${action.title}” states no cost and counts as free, and the loop sets no limit on cost`
    const fix = addField(index, action.id, '/costUsd', 0, 'Say that it costs nothing')
    return diagnose('unbounded-cost', { node: action.id }, message, fix)
  })
}

function isUnknown({ costUsd, call }: ActionNode): boolean {
  return costUsd === undefined && (call.uses === 'http' || call.uses === 'emit')
}

/** Tenths add up to what a person expects. */
function sum(costs: readonly number[]): number {
  return Math.round(costs.reduce((total, cost) => total + cost, 0) * 1e6) / 1e6
}

const money = (usd: number) => String(Math.round(usd * 1e6) / 1e6)
