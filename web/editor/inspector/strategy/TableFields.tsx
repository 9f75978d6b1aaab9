import { Maximize2 } from 'lucide-react'
import type { PlannerNode, TableStrategy } from '../../../../shared/graph/nodes/planner.ts'
import { Button } from '../../../ui/Button.tsx'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { SelectField } from '../fields/SelectField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { Section } from '../Section.tsx'
import { StepsField } from '../steps/StepsField.tsx'
import { TableColumns } from '../table/TableColumns.tsx'
import { TableRules } from '../table/TableRules.tsx'

const hitPolicies = [
  { value: 'first', label: 'First', hint: 'The first rule that matches' },
  { value: 'unique', label: 'Unique', hint: 'At most one may match' },
  { value: 'any', label: 'Any', hint: 'Several may match if they plan the same' },
  { value: 'priority', label: 'Priority', hint: 'The matching rule with the highest priority' },
  { value: 'collect', label: 'Collect', hint: 'The steps of all that match' },
  { value: 'rule-order', label: 'Rule order', hint: 'All that match, in the order of the rules' },
] as const

type TableFieldsProps = { at: string; table: TableStrategy; planner: PlannerNode }

/** Rules decide which steps to take. */
export function TableFields({ at, table, planner }: TableFieldsProps) {
  return (
    <>
      <Section title="Columns" aside={table.inputs.length}>
        <TableColumns at={at} table={table} />
      </Section>
      <Section title="Rules" aside={table.rules.length}>
        <SelectField
          at={`${at}/hitPolicy`}
          label="Hit policy"
          options={hitPolicies}
          help="Which of the matching rules counts"
        />
        <Rules at={at} table={table} planner={planner} />
      </Section>
      <Section title="When no rule matches">
        <SwitchField
          at={`${at}/otherwise`}
          label="Plan these steps"
          whenOn={[]}
          help="Without it, nothing matching means no plan"
        >
          <StepsField at={`${at}/otherwise`} planner={planner} />
        </SwitchField>
      </Section>
    </>
  )
}

/** The rules, here or, where that is too narrow, over the canvas. */
function Rules({ at, table, planner }: TableFieldsProps) {
  const store = useEditorStore()
  const wide = useEditor((state) => state.wideTable?.planner === planner.id)
  if (at !== '/strategy') return <TableRules at={at} table={table} planner={planner} />
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
      {!wide && <TableRules at={at} table={table} planner={planner} />}
    </>
  )
}
