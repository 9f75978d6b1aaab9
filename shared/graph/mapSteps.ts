import { assertNever } from '../assertNever.ts'
import type { SingleStrategy, StepTemplate, Strategy } from './nodes/planner.ts'

type ChangeSteps = (steps: StepTemplate[]) => StepTemplate[]

/** The strategy with each of its step lists changed, those of a federation's members included. */
export function mapSteps(strategy: Strategy, change: ChangeSteps): Strategy {
  return mapStrategies(strategy, (single) => mapOwnSteps(single, change))
}

/** The strategy with each part that plans by itself changed: itself, or a federation's members. */
export function mapStrategies(
  strategy: Strategy,
  change: (single: SingleStrategy) => SingleStrategy,
): Strategy {
  if (strategy.type !== 'federation') return change(strategy)
  const members = strategy.members.map((member) => ({ ...member, strategy: change(member.strategy) }))
  return { ...strategy, members }
}

/** The same of a strategy that plans by itself. */
export function mapOwnSteps(strategy: SingleStrategy, change: ChangeSteps): SingleStrategy {
  switch (strategy.type) {
    case 'sequence':
      return { ...strategy, steps: change(strategy.steps) }
    case 'table':
      return {
        ...strategy,
        rules: strategy.rules.map((rule) => ({ ...rule, steps: change(rule.steps) })),
        ...(strategy.otherwise ? { otherwise: change(strategy.otherwise) } : {}),
      }
    case 'goal':
      return { ...strategy, candidates: change(strategy.candidates) }
    case 'choice':
      return {
        ...strategy,
        options: strategy.options.map((option) => ({ ...option, steps: change(option.steps) })),
      }
    case 'http':
      return strategy
    default:
      return assertNever(strategy)
  }
}

/** Every step that the strategy can plan, in the order in which they stand. */
export function stepsOf(strategy: Strategy): StepTemplate[] {
  const steps: StepTemplate[] = []
  mapSteps(strategy, (list) => {
    steps.push(...list)
    return list
  })
  return steps
}
