import { useMemo, useState } from 'react'
import type { Rails, TableStrategy } from '../../../../shared/graph/nodes/planner.ts'
import { type TableTest, testTable } from '../../model/testTable.ts'
import { useLiveScope } from '../expressions/useLiveScope.ts'

export type TableTestAccess = {
  on: boolean
  turn: (on: boolean) => void
  /** What was typed for each column. */
  typed: readonly (string | undefined)[]
  type: (column: number, text: string) => void
  /** Null while no test is on. */
  result: TableTest | null
  /** Columns without a value read the run that was tried last. */
  fromRun: boolean
}

/** A test of a table, which lasts as long as the table is in sight. */
export function useTableTest(table: TableStrategy | Rails): TableTestAccess {
  const [on, turn] = useState(false)
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const { scope, fromRun } = useLiveScope()
  // By the column's id, so that the values move with their columns.
  const typed = useMemo(() => table.inputs.map(({ id }) => texts[id]), [table.inputs, texts])
  const result = useMemo(() => (on ? testTable(table, typed, scope) : null), [on, table, typed, scope])
  return {
    on,
    turn,
    typed,
    type: (column, text) => {
      const id = table.inputs[column]?.id
      if (id !== undefined) setTexts({ ...texts, [id]: text })
    },
    result,
    fromRun: fromRun.size > 0,
  }
}
