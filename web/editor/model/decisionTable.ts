import type { Rails, TableInput, TableStrategy } from '../../../shared/graph/nodes/planner.ts'
import { uniqueId } from './uniqueId.ts'

/** Anything that is a table: columns, and rules with a cell for each. */
type Columns<R extends { cells: string[] }> = { inputs: TableInput[]; rules: R[] }

/** A table with one more column; every rule gets a cell that matches anything. */
export function addColumn<T extends Columns<R>, R extends { cells: string[] }>(table: T): T {
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
export function removeColumn<T extends Columns<R>, R extends { cells: string[] }>(
  table: T,
  index: number,
): T {
  const without = <T>(items: readonly T[]) => items.filter((_, each) => each !== index)
  return {
    ...table,
    inputs: without(table.inputs),
    rules: table.rules.map((rule) => ({ ...rule, cells: without(cellsOf(table, rule.cells)) })),
  }
}

/** A table with a column one place to the left or right. */
export function moveColumn<T extends Columns<R>, R extends { cells: string[] }>(
  table: T,
  index: number,
  by: 1 | -1,
): T {
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

/** A table with one more rule, which matches anything unless cells are given, and plans nothing yet. */
export function addRule(table: TableStrategy, cells = table.inputs.map(() => '-')): TableStrategy {
  const id = uniqueId(
    'rule',
    table.rules.map((rule) => rule.id),
  )
  return { ...table, rules: [...table.rules, { id, cells, steps: [] }] }
}

/** Rails with one more rule, which matches anything and forbids nothing yet. */
export function addRailRule(rails: Rails): Rails {
  const id = uniqueId(
    'rail',
    rails.rules.map((rule) => rule.id),
  )
  return { ...rails, rules: [...rails.rules, { id, cells: rails.inputs.map(() => '-') }] }
}

/** One cell a column, whatever the document holds. */
function cellsOf(table: { inputs: TableInput[] }, cells: readonly string[]): string[] {
  return table.inputs.map((_, index) => cells[index] ?? '-')
}
