import type { Scope } from '../engine/effect.ts'
import { evaluate } from '../expr/evaluate.ts'
import type { TableInput } from '../graph/nodes/planner.ts'
import type { Json } from '../json.ts'
import { isAny, matchCell } from './cell.ts'

/** A column’s value, and the scope of its cells: `it` is the value. */
type Column = { ok: true; value: Json; scope: Scope } | { ok: false; error: string }

/** A row of a decision table: one cell a column. */
type Row = { id: string; cells: readonly string[] }

/**
 * The rows of a decision table whose cells all fit. A column is evaluated once, and only when a cell looks at it. An
 * expression that can't be evaluated leaves the decision open, so there is none.
 */
export function matchRules<R extends Row>(
  inputs: readonly TableInput[],
  rows: readonly R[],
  scope: Scope,
  { firstOnly }: { firstOnly: boolean },
): { ok: true; rules: R[] } | { ok: false; reasons: string[] } {
  const columns = new Map<TableInput, Column>()
  const column = (input: TableInput): Column => {
    const known = columns.get(input)
    if (known) return known
    const value = evaluate(input.expr, scope)
    const made = value.ok ? { ...value, scope: { ...scope, it: value.value } } : value
    columns.set(input, made)
    return made
  }
  const rules: R[] = []
  const reasons: string[] = []
  for (const row of rows) {
    const result = matchRow(inputs, row, column)
    if (typeof result === 'string') reasons.push(result)
    else if (result) rules.push(row)
    if (firstOnly && (rules.length > 0 || reasons.length > 0)) break
  }
  return reasons.length > 0 ? { ok: false, reasons } : { ok: true, rules }
}

/** Whether the row fits; a text says why that can't be known. */
function matchRow(
  inputs: readonly TableInput[],
  row: Row,
  column: (input: TableInput) => Column,
): boolean | string {
  for (const [place, input] of inputs.entries()) {
    const cell = row.cells[place] ?? ''
    if (isAny(cell)) continue
    const value = column(input)
    if (!value.ok) return `Column “${input.label}”: ${value.error}`
    const match = matchCell(cell, value.value, value.scope)
    if (!match.ok) return `Rule “${row.id}”, column “${input.label}”: ${match.error}`
    if (!match.matches) return false
  }
  return true
}
