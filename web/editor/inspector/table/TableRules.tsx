import { useDeferredValue, useMemo } from 'react'
import type { PlannerNode, TableStrategy } from '../../../../shared/graph/nodes/planner.ts'
import { asJson } from '../../model/asJson.ts'
import { counted } from '../../model/counted.ts'
import { addRule } from '../../model/decisionTable.ts'
import { type TableMarks, tableMarks } from '../../model/tableMarks.ts'
import { useEditor } from '../../store/EditorContext.ts'
import { NumberField } from '../fields/NumberField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { StepsField } from '../steps/StepsField.tsx'
import { RuleGrid } from './RuleGrid.tsx'

type TableRulesProps = { at: string; table: TableStrategy; planner: PlannerNode }

/** The rules of a planner's table: each leads to steps. */
export function TableRules({ at, table, planner }: TableRulesProps) {
  const marks = useTableMarks(table)
  return (
    <RuleGrid
      at={at}
      table={table}
      marks={marks}
      leadsTo="Plans"
      summary={(index) => counted(table.rules[index]?.steps.length ?? 0, 'step')}
      added={(cells) => asJson(addRule(table, cells))}
    >
      {(ruleAt) => (
        <>
          <StepsField at={`${ruleAt}/steps`} planner={planner} />
          {table.hitPolicy === 'priority' && (
            <NumberField at={`${ruleAt}/priority`} label="Priority" integer optional placeholder="0" />
          )}
          <TextField at={`${ruleAt}/why`} label="Why" optional help="Kept in the plan’s rationale" />
        </>
      )}
    </RuleGrid>
  )
}

/** They follow what is typed when there is time for it. */
function useTableMarks(table: TableStrategy): TableMarks {
  const graph = useEditor((state) => state.graph)
  const current = useMemo(() => ({ graph, table }), [graph, table])
  const looked = useDeferredValue(current)
  return useMemo(() => tableMarks(looked.graph, looked.table), [looked])
}
