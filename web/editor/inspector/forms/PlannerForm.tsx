import { Maximize2 } from 'lucide-react'
import type { PlannerNode, TableStrategy } from '../../../../shared/graph/nodes/planner.ts'
import { Button } from '../../../ui/Button.tsx'
import { asJson } from '../../model/asJson.ts'
import { changeStrategy } from '../../model/changeStrategy.ts'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { SelectField } from '../fields/SelectField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { Section } from '../Section.tsx'
import { StepsField } from '../steps/StepsField.tsx'
import { TableColumns } from '../table/TableColumns.tsx'
import { TableRules } from '../table/TableRules.tsx'

const strategies = [
  { value: 'sequence', label: 'Sequence', hint: 'The same steps each time' },
  { value: 'table', label: 'Decision table', hint: 'Rules decide which steps' },
] as const

const hitPolicies = [
  { value: 'first', label: 'First', hint: 'The first rule that matches' },
  { value: 'unique', label: 'Unique', hint: 'At most one may match' },
  { value: 'any', label: 'Any', hint: 'Several may match if they plan the same' },
  { value: 'priority', label: 'Priority', hint: 'The matching rule with the highest priority' },
  { value: 'collect', label: 'Collect', hint: 'The steps of all that match' },
  { value: 'rule-order', label: 'Rule order', hint: 'All that match, in the order of the rules' },
] as const

/** How the planner decides what to do. */
export function PlannerForm({ node }: { node: PlannerNode }) {
  const { strategy } = node
  return (
    <>
      <Section title="Strategy">
        <SelectField
          at="/strategy"
          label="Plans by"
          options={strategies}
          fromValue={() => strategy.type}
          toValue={(type) => asJson(changeStrategy(strategy, type === 'table' ? 'table' : 'sequence'))}
        />
        {strategy.type === 'table' && (
          <SelectField
            at="/strategy/hitPolicy"
            label="Hit policy"
            options={hitPolicies}
            help="Which of the matching rules counts"
          />
        )}
        <TextField
          at="/expects"
          label="Expects"
          optional
          multiline
          help="What the plan is to bring about, in words; kept with each plan"
        />
      </Section>
      {strategy.type === 'sequence' ? (
        <Section title="Steps" aside={strategy.steps.length}>
          <StepsField at="/strategy/steps" planner={node} />
        </Section>
      ) : null}
      {strategy.type === 'table' && (
        <>
          <Section title="Columns" aside={strategy.inputs.length}>
            <TableColumns table={strategy} />
          </Section>
          <Section title="Rules" aside={strategy.rules.length}>
            <Rules table={strategy} planner={node} />
          </Section>
          <Section title="When no rule matches">
            <SwitchField
              at="/strategy/otherwise"
              label="Plan these steps"
              whenOn={[]}
              help="Without it, nothing matching means no plan"
            >
              <StepsField at="/strategy/otherwise" planner={node} />
            </SwitchField>
          </Section>
        </>
      )}
    </>
  )
}

/** The rules, here or, where that is too narrow, over the canvas. */
function Rules({ table, planner }: { table: TableStrategy; planner: PlannerNode }) {
  const store = useEditorStore()
  const wide = useEditor((state) => state.wideTable?.planner === planner.id)
  return (
    <>
      <Button
        size="sm"
        className="self-start"
        aria-pressed={wide}
        icon={<Maximize2 aria-hidden />}
        onClick={() => store.getState().spreadTable(wide ? null : planner.id)}
      >
        Spread over the canvas
      </Button>
      {!wide && <TableRules table={table} planner={planner} />}
    </>
  )
}
