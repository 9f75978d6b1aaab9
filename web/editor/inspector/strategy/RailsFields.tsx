import type { PlannerNode, RailRule, Rails } from '../../../../shared/graph/nodes/planner.ts'
import { asJson } from '../../model/asJson.ts'
import { addRailRule } from '../../model/decisionTable.ts'
import { describeRail } from '../../model/describeRail.ts'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { risks } from '../forms/risks.ts'
import { More } from '../More.tsx'
import { Section } from '../Section.tsx'
import { RuleGrid } from '../table/RuleGrid.tsx'
import { TableColumns } from '../table/TableColumns.tsx'
import { useActionsOf } from '../useGraphNames.ts'

const newRails = { inputs: [], rules: [{ id: 'always', cells: [] }] }

/** Bounds on what the planner may propose, whatever its strategy. */
export function RailsFields({ node }: { node: PlannerNode }) {
  const { rails } = node
  const rules = rails?.rules.length ?? 0
  return (
    <Section title="Rails" aside={rules} open={rules > 0}>
      <SwitchField
        at="/rails"
        label="Bound what it may propose"
        whenOn={newRails}
        help="A plan that breaks a rule is rejected, on record, and the planner is asked again with the reason"
      >
        {rails && <RailsTable rails={rails} planner={node.id} />}
      </SwitchField>
      <NumberField
        at="/asks"
        label="Asked at most"
        integer
        optional
        placeholder="3"
        help="Times in one iteration, when what it proposes is rejected"
      />
    </Section>
  )
}

function RailsTable({ rails, planner }: { rails: Rails; planner: string }) {
  return (
    <>
      <More
        title="Columns: what the rules look at"
        aside={rails.inputs.length}
        used={rails.inputs.length > 0}
      >
        <TableColumns at="/rails" table={rails} />
      </More>
      <RuleGrid
        at="/rails"
        table={rails}
        leadsTo="A plan holds"
        atLeastOne
        summary={(index) => describeRail(rails.rules[index])}
        added={() => asJson(addRailRule(rails))}
      >
        {(at, index) => <RailFields at={at} rule={rails.rules[index]} planner={planner} />}
      </RuleGrid>
    </>
  )
}

function RailFields({ at, rule, planner }: { at: string; rule: RailRule | undefined; planner: string }) {
  const actions = useActionsOf(planner)
  const bounded = [rule?.maxSteps, rule?.maxCostUsd, rule?.maxRisk].some((bound) => bound !== undefined)
  return (
    <>
      <ChoicesField
        at={`${at}/only`}
        label="Only these actions"
        optional
        options={actions}
        help="Nothing chosen: any"
      />
      <ChoicesField at={`${at}/never`} label="None of these" optional options={actions} />
      <ChoicesField at={`${at}/must`} label="Each of these, once at least" optional options={actions} />
      <More title="At most: steps, cost, risk" used={bounded}>
        <div className="grid grid-cols-2 gap-2">
          <NumberField at={`${at}/maxSteps`} label="Steps" integer optional placeholder="any" />
          <NumberField at={`${at}/maxCostUsd`} label="Cost, in USD" optional placeholder="any" />
        </div>
        <SelectField at={`${at}/maxRisk`} label="Risk of a step" none="Any" options={risks} />
      </More>
      <TextField
        at={`${at}/message`}
        label="Message"
        optional
        help="What the planner is told when its plan breaks the rule"
      />
    </>
  )
}
