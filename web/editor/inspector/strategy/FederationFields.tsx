import type { PlannerNode, SingleStrategy, Strategy } from '../../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../../shared/json.ts'
import { asJson } from '../../model/asJson.ts'
import { changeSingle, newMember } from '../../model/changeStrategy.ts'
import { ListField } from '../fields/ListField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf, textOf } from '../items.ts'
import { Section } from '../Section.tsx'
import { SingleStrategyFields } from './SingleStrategyFields.tsx'
import { singleStrategies, singleTypeOf } from './strategyOptions.ts'

const combinations = [
  { value: 'first', label: 'The first that has a plan', hint: 'In the order of the members' },
  { value: 'cheapest', label: 'The cheapest', hint: 'The least cost, then the least risk' },
  { value: 'merge', label: 'All together', hint: 'The steps of all; one id with two meanings is no plan' },
] as const

type Federation = Extract<Strategy, { type: 'federation' }>
type FederationFieldsProps = { at: string; federation: Federation; planner: PlannerNode }

/** Several planners for one stage, each with a strategy of its own. */
export function FederationFields({ at, federation, planner }: FederationFieldsProps) {
  return (
    <Section title="Members" aside={federation.members.length}>
      <SelectField at={`${at}/combine`} label="Whose plan counts" options={combinations} />
      <ListField
        at={`${at}/members`}
        noun="member"
        make={(items) => {
          const { id, strategy } = newMember(idsOf(items))
          return { id, strategy: asJson(strategy) }
        }}
        title={(item) => textOf(item, 'title', 'id')}
      >
        {(memberAt, _item, index) => {
          const strategy = federation.members[index]?.strategy
          return (
            <>
              <div className="grid grid-cols-2 gap-2">
                <TextField at={`${memberAt}/id`} label="Id" code />
                <TextField at={`${memberAt}/title`} label="Title" optional />
              </div>
              <SelectField
                at={`${memberAt}/strategy`}
                label="Plans by"
                options={singleStrategies}
                fromValue={() => strategy?.type ?? ''}
                toValue={(type) => changed(strategy, type)}
              />
              {strategy && (
                // Its sections reach to the edges of the member, as those of a planner reach to the panel's.
                <div className="-ml-3 border-t border-line-1">
                  <SingleStrategyFields at={`${memberAt}/strategy`} strategy={strategy} planner={planner} />
                </div>
              )}
            </>
          )
        }}
      </ListField>
    </Section>
  )
}

function changed(strategy: SingleStrategy | undefined, to: string): Json {
  return asJson(changeSingle(strategy ?? { type: 'sequence', steps: [] }, singleTypeOf(to) ?? 'sequence'))
}
