import { assertNever } from '../../../../shared/assertNever.ts'
import type { PlannerNode, SingleStrategy } from '../../../../shared/graph/nodes/planner.ts'
import { Section } from '../Section.tsx'
import { StepsField } from '../steps/StepsField.tsx'
import { ChoiceFields } from './ChoiceFields.tsx'
import { GoalFields } from './GoalFields.tsx'
import { HttpPlannerFields } from './HttpPlannerFields.tsx'
import { TableFields } from './TableFields.tsx'

type SingleStrategyFieldsProps = { at: string; strategy: SingleStrategy; planner: PlannerNode }

/** The fields of a strategy that plans by itself: a planner's own, or that of a federation's member. */
export function SingleStrategyFields({ at, strategy, planner }: SingleStrategyFieldsProps) {
  switch (strategy.type) {
    case 'sequence':
      return (
        <Section title="Steps" aside={strategy.steps.length}>
          <StepsField at={`${at}/steps`} planner={planner} />
        </Section>
      )
    case 'table':
      return <TableFields at={at} table={strategy} planner={planner} />
    case 'goal':
      return <GoalFields at={at} goal={strategy} planner={planner} />
    case 'choice':
      return <ChoiceFields at={at} choice={strategy} planner={planner} />
    case 'http':
      return <HttpPlannerFields at={at} strategy={strategy} />
    default:
      return assertNever(strategy)
  }
}
