import type { PlannerNode } from '../../../../shared/graph/nodes/planner.ts'
import { asJson } from '../../model/asJson.ts'
import { changeStrategy } from '../../model/changeStrategy.ts'
import { JsonField } from '../fields/JsonField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { More } from '../More.tsx'
import { Section } from '../Section.tsx'
import { FederationFields } from '../strategy/FederationFields.tsx'
import { RailsFields } from '../strategy/RailsFields.tsx'
import { SingleStrategyFields } from '../strategy/SingleStrategyFields.tsx'
import { planScope } from '../strategy/scopes.ts'
import { allStrategies, strategyTypeOf } from '../strategy/strategyOptions.ts'
import { AssumesField } from './AssumesField.tsx'

/** How the planner decides what to do. */
export function PlannerForm({ node }: { node: PlannerNode }) {
  const { strategy } = node
  const assumes = node.assumes?.length ?? 0
  return (
    <>
      <Section title="Strategy">
        <SelectField
          at="/strategy"
          label="Plans by"
          options={allStrategies}
          fromValue={() => strategy.type}
          toValue={(type) => asJson(changeStrategy(strategy, strategyTypeOf(type) ?? strategy.type))}
        />
        <TextField
          at="/expects"
          label="Expects"
          optional
          multiline
          help="What the plan is to bring about, in words; kept with each plan"
        />
        <More title="Expected outcome, as a value" used={node.expected !== undefined}>
          <JsonField
            at="/expected"
            label="Expected"
            optional
            roots={planScope}
            help="Declared with the plan; checks read it as plan.expected. Strings may hold {{ }}"
          />
        </More>
      </Section>
      {strategy.type === 'federation' ? (
        <FederationFields at="/strategy" federation={strategy} planner={node} />
      ) : (
        <SingleStrategyFields at="/strategy" strategy={strategy} planner={node} />
      )}
      <RailsFields node={node} />
      <Section title="Assumptions" aside={assumes || undefined} open={assumes > 0}>
        <AssumesField
          at="/assumes"
          empty="Nothing: what is added here is checked before any of its plans is adopted."
        />
      </Section>
    </>
  )
}
