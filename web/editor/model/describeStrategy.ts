import { assertNever } from '../../../shared/assertNever.ts'
import type { ChoiceOption, SingleStrategy, Strategy } from '../../../shared/graph/nodes/planner.ts'
import { counted } from './counted.ts'
import { shares } from './shares.ts'

/** The name of each way to plan, as a person picks it. */
export const strategyNames = {
  sequence: 'Sequence',
  table: 'Decision table',
  goal: 'Goal',
  choice: 'Weighted choice',
  http: 'External planner',
  federation: 'Federation',
} as const satisfies Record<Strategy['type'], string>

/** One line that says how a planner plans. */
export function describeStrategy(strategy: Strategy): string {
  if (strategy.type === 'federation') {
    const names = strategy.members.map((member) => member.id).join(', ')
    return `${combineWords[strategy.combine]} ${names || 'nobody'}`
  }
  return describeSingle(strategy)
}

const combineWords = { merge: 'merges', first: 'first of', cheapest: 'cheapest of' } as const

function describeSingle(strategy: SingleStrategy): string {
  switch (strategy.type) {
    case 'sequence':
      return `sequence · ${counted(strategy.steps.length, 'step')}`
    case 'table':
      return `table · ${counted(strategy.rules.length, 'rule')} · ${strategy.hitPolicy}`
    case 'goal':
      return `wants ${strategy.want.join(', ') || 'nothing yet'} · ${counted(strategy.candidates.length, 'candidate')}`
    case 'choice':
      return describeOptions(strategy.options)
    case 'http':
      return `asks ${strategy.host || '(no host)'}${strategy.path}`
    default:
      return assertNever(strategy)
  }
}

/** How many options are named with their share. */
const named = 3

function describeOptions(options: readonly ChoiceOption[]): string {
  const percents = shares(options.map((option) => option.weight))
  const words = options.slice(0, named).map((option, index) => `${percents[index] ?? 0} % ${option.id}`)
  return [...words, ...(options.length > named ? [`${options.length - named} more`] : [])].join(' · ')
}
