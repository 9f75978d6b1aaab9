import { ChevronLeft, ChevronRight, Plus, Trash2 } from 'lucide-react'
import type { Rails, TableStrategy } from '../../../../shared/graph/nodes/planner.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { asJson } from '../../model/asJson.ts'
import { addColumn, moveColumn, removeColumn } from '../../model/decisionTable.ts'
import { CelField } from '../fields/CelField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { useField } from '../useField.ts'

type TableColumnsProps = { at: string; table: TableStrategy | Rails }

/** What the rules look at: a label and an expression a column. Cells move and go with their column. */
export function TableColumns({ at, table }: TableColumnsProps) {
  const field = useField(at)
  const write = (next: TableStrategy | Rails, label: string) => field.write(asJson(next), label)
  return (
    <div data-field={`${at}/inputs`} className="flex flex-col gap-3">
      {table.inputs.map((input, index) => (
        <div key={index} className="flex flex-col gap-2 border-l-2 border-line-2 pl-3">
          <div className="flex items-center gap-1">
            <code className="min-w-0 flex-1 truncate font-mono text-xs text-fg-2">{input.id}</code>
            <IconButton
              size="sm"
              label="Move column left"
              icon={<ChevronLeft aria-hidden />}
              disabled={index === 0}
              onClick={() => write(moveColumn(table, index, -1), 'Moved a column')}
            />
            <IconButton
              size="sm"
              label="Move column right"
              icon={<ChevronRight aria-hidden />}
              disabled={index === table.inputs.length - 1}
              onClick={() => write(moveColumn(table, index, 1), 'Moved a column')}
            />
            <IconButton
              size="sm"
              label="Remove column"
              icon={<Trash2 aria-hidden />}
              onClick={() => write(removeColumn(table, index), 'Removed a column')}
            />
          </div>
          <div className="grid grid-cols-2 gap-2">
            <TextField at={`${at}/inputs/${index}/label`} label="Label" />
            <TextField at={`${at}/inputs/${index}/id`} label="Id" code />
          </div>
          <CelField
            at={`${at}/inputs/${index}/expr`}
            label="Value"
            roots={['input', 'request', 'run', 'verdict', 'sentBack', 'facts']}
          />
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus aria-hidden />}
        onClick={() => write(addColumn(table), 'Added a column')}
      >
        Add column
      </Button>
    </div>
  )
}
