import type { SingleStrategy, StrategyType } from '../../../../shared/graph/nodes/planner.ts'
import { strategyNames } from '../../model/describeStrategy.ts'

const hints = {
  sequence: 'The same steps each time',
  table: 'Rules decide which steps',
  goal: 'Searches for the cheapest steps that give what is wanted',
  choice: 'Draws one of several plans by weight',
  http: 'A service of yours proposes the steps',
  federation: 'Several planners together',
} as const satisfies Record<StrategyType, string>

const single: readonly SingleStrategy['type'][] = ['sequence', 'table', 'goal', 'choice', 'http']

const optionOf = <T extends StrategyType>(value: T) => ({
  value,
  label: strategyNames[value],
  hint: hints[value],
})

/** The ways to plan by itself. */
export const singleStrategies = single.map(optionOf)

/** The ways to plan. */
export const allStrategies = [...singleStrategies, optionOf('federation')]

/** The type of strategy that was picked; null where the text names none. */
export function strategyTypeOf(text: string): StrategyType | null {
  return allStrategies.find((each) => each.value === text)?.value ?? null
}

/** As `strategyTypeOf`, of those that plan by themselves. */
export function singleTypeOf(text: string): SingleStrategy['type'] | null {
  return single.find((each) => each === text) ?? null
}
