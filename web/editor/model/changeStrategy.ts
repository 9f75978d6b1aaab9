import { assertNever } from '../../../shared/assertNever.ts'
import type {
  SingleStrategy,
  StepTemplate,
  Strategy,
  StrategyType,
} from '../../../shared/graph/nodes/planner.ts'
import { uniqueId } from './uniqueId.ts'

/** The same steps under another strategy, as far as that one has a place for them. */
export function changeStrategy(strategy: Strategy, to: StrategyType): Strategy {
  if (strategy.type === to) return strategy
  if (to === 'federation') return federationOf(strategy)
  if (strategy.type !== 'federation') return changeSingle(strategy, to)
  const [first] = strategy.members
  return first ? changeSingle(first.strategy, to) : newStrategy(to, [])
}

/** The same for a strategy that plans by itself, such as one of a federation's members. */
export function changeSingle(strategy: SingleStrategy, to: SingleStrategy['type']): SingleStrategy {
  return strategy.type === to ? strategy : newStrategy(to, keptSteps(strategy))
}

function federationOf(strategy: Strategy): Strategy {
  if (strategy.type === 'federation') return strategy
  return { type: 'federation', combine: 'first', members: [{ id: 'member', strategy }] }
}

/** The steps that stand for the strategy where only one list can be kept. */
function keptSteps(strategy: SingleStrategy): StepTemplate[] {
  switch (strategy.type) {
    case 'sequence':
      return strategy.steps
    case 'table':
      return strategy.otherwise ?? strategy.rules[0]?.steps ?? []
    case 'goal':
      return strategy.candidates
    case 'choice':
      return strategy.options[0]?.steps ?? []
    case 'http':
      return []
    default:
      return assertNever(strategy)
  }
}

/** A strategy of that type with these steps where it has a place for them. */
function newStrategy(type: SingleStrategy['type'], steps: StepTemplate[]): SingleStrategy {
  switch (type) {
    case 'sequence':
      return { type, steps }
    case 'table':
      return {
        type,
        hitPolicy: 'first',
        inputs: [],
        rules: [],
        ...(steps.length > 0 ? { otherwise: steps } : {}),
      }
    case 'goal':
      return { type, want: [], candidates: steps, minimise: 'cost' }
    case 'choice':
      return { type, options: [{ id: 'a', weight: 1, steps }] }
    case 'http':
      return { type, host: '', path: '/plan' }
    default:
      return assertNever(type)
  }
}

/** A new member for a federation; its id is free among the others'. */
export function newMember(ids: readonly string[]): { id: string; strategy: SingleStrategy } {
  return { id: uniqueId('member', ids), strategy: { type: 'sequence', steps: [] } }
}
