import type { TableStrategy } from '../../../shared/graph/nodes/planner.ts'
import { uniqueId } from './uniqueId.ts'

/** A table with one more column; every rule gets a cell that matches anything. */
export function addColumn(table: TableStrategy): TableStrategy {
  const id = uniqueId(
    'column',
    table.inputs.map((input) => input.id),
  )
  return {
    ...table,
    inputs: [...table.inputs, { id, label: 'New column', expr: 'input' }],
    rules: table.rules.map((rule) => ({ ...rule, cells: [...cellsOf(table, rule.cells), '-'] })),
  }
}

/** A table without a column and its cells. */
export function removeColumn(table: TableStrategy, index: number): TableStrategy {
  const without = <T>(items: readonly T[]) => items.filter((_, each) => each !== index)
  return {
    ...table,
    inputs: without(table.inputs),
    rules: table.rules.map((rule) => ({ ...rule, cells: without(cellsOf(table, rule.cells)) })),
  }
}

/** A table with a column one place to the left or right. */
export function moveColumn(table: TableStrategy, index: number, by: 1 | -1): TableStrategy {
  const to = index + by
  if (to < 0 || to >= table.inputs.length) return table
  const swapped = <T>(items: readonly T[]): T[] => {
    const next = [...items]
    const [moved] = next.splice(index, 1)
    if (moved !== undefined) next.splice(to, 0, moved)
    return next
  }
  return {
    ...table,
    inputs: swapped(table.inputs),
    rules: table.rules.map((rule) => ({ ...rule, cells: swapped(cellsOf(table, rule.cells)) })),
  }
}

/** A table with one more rule, which matches anything and plans nothing yet. */
export function addRule(table: TableStrategy): TableStrategy {
  const id = uniqueId(
    'rule',
    table.rules.map((rule) => rule.id),
  )
  return { ...table, rules: [...table.rules, { id, cells: table.inputs.map(() => '-'), steps: [] }] }
}

/** One cell a column, whatever the document holds. */
function cellsOf(table: TableStrategy, cells: readonly string[]): string[] {
  return table.inputs.map((_, index) => cells[index] ?? '-')
}
