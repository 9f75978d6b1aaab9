import type { Strategy, StrategyType } from '../../../shared/graph/nodes/planner.ts'

/** The same steps under another strategy: a sequence becomes the table's “otherwise”, and the other way round. */
export function changeStrategy(strategy: Strategy, to: StrategyType): Strategy {
  if (strategy.type === to) return strategy
  if (strategy.type === 'sequence') {
    const kept = strategy.steps.length > 0 ? { otherwise: strategy.steps } : {}
    return { type: 'table', hitPolicy: 'first', inputs: [], rules: [], ...kept }
  }
  return { type: 'sequence', steps: strategy.otherwise ?? strategy.rules[0]?.steps ?? [] }
}
