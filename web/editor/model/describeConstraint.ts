import { assertNever } from '../../../shared/assertNever.ts'
import type { GoalConstraint } from '../../../shared/graph/nodes/planner.ts'
import { counted } from './counted.ts'

/** A constraint of a goal as a sentence. */
export function describeConstraint(constraint: GoalConstraint): string {
  switch (constraint.type) {
    case 'at-most':
      return constraint.count === 0
        ? `none of ${listed(constraint.steps)}`
        : `at most ${constraint.count} of ${listed(constraint.steps)}`
    case 'before':
      return `${constraint.first || '…'} before ${constraint.then || '…'}`
    case 'exclusive':
      return constraint.steps.length === 2
        ? `never both ${constraint.steps.join(' and ')}`
        : `only one of ${listed(constraint.steps)}`
    case 'budget':
      return `budget ${budgetWords(constraint)}`
    default:
      return assertNever(constraint)
  }
}

const listed = (steps: readonly string[]) => steps.join(', ') || '…'

function budgetWords({ costUsd, risk, steps }: Extract<GoalConstraint, { type: 'budget' }>): string {
  const parts = [
    costUsd === undefined ? null : `$${costUsd}`,
    risk === undefined ? null : `risk ${risk}`,
    steps === undefined ? null : counted(steps, 'step'),
  ].filter((part) => part !== null)
  return parts.join(' · ') || '…'
}
