import { canonicalJson } from '../../audit/canonicalJson.ts'
import { evaluate } from '../../expr/evaluate.ts'
import { referencesOf } from '../../expr/references.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import type { StepTemplate, TableRule, TableStrategy } from '../../graph/nodes/planner.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { isAny } from '../../plan/cell.ts'
import { setField } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'

/** Rules are compared pair by pair, so a large table is compared only as far as this. */
const maxCompared = 300

/** Decision tables: one cell a column, and rules that get their turn. */
export function checkTables(index: GraphIndex): Diagnostic[] {
  return index.nodesOf('planner').flatMap((planner) => {
    const { strategy } = planner
    return strategy.type === 'table' ? checkTable(index, planner, strategy) : []
  })
}

function checkTable(index: GraphIndex, planner: NodeOf<'planner'>, strategy: TableStrategy): Diagnostic[] {
  const empty =
    strategy.rules.length === 0
      ? [diagnose('no-rules', fieldOf(planner.id, '/strategy/rules'), 'The table has no rules')]
      : []
  const counts = strategy.rules.flatMap((rule, row) => checkCount(index, planner.id, strategy, rule, row))
  const rows = strategy.rules.slice(0, maxCompared).map((rule) => cellsOf(rule, strategy.inputs.length))
  return [...empty, ...counts, ...checkPairs(planner.id, strategy, rows)]
}

function checkCount(
  index: GraphIndex,
  node: string,
  strategy: TableStrategy,
  rule: TableRule,
  row: number,
): Diagnostic[] {
  const columns = strategy.inputs.length
  if (rule.cells.length === columns) return []
  const field = `/strategy/rules/${row}/cells`
  const message = `The rule “${rule.id}” has ${rule.cells.length} cells for ${columns} columns`
  const cells = Array.from({ length: columns }, (_, column) => rule.cells[column] ?? '-')
  const fix = setField(index, node, field, cells, 'Fit the cells to the columns')
  return [diagnose('cells-count', fieldOf(node, field), message, fix)]
}

/** What a cell lets through, where that is certain: anything, or these values. */
type Cell =
  | { is: 'any' }
  | { is: 'values'; values: ReadonlySet<string> }
  | { is: 'condition'; source: string }

function cellsOf(rule: TableRule, columns: number): Cell[] {
  return Array.from({ length: columns }, (_, column) => cellOf(rule.cells[column] ?? ''))
}

function cellOf(source: string): Cell {
  if (isAny(source)) return { is: 'any' }
  const text = source.trim()
  if (referencesOf(text).roots.size > 0) return { is: 'condition', source: text }
  const value = evaluate(text, {})
  if (!value.ok) return { is: 'condition', source: text }
  const values = Array.isArray(value.value) ? value.value : [value.value]
  return { is: 'values', values: new Set(values.map(canonicalJson)) }
}

function checkPairs(node: string, strategy: TableStrategy, rows: readonly Cell[][]): Diagnostic[] {
  switch (strategy.hitPolicy) {
    case 'first':
      return unreachable(node, strategy, rows)
    case 'unique':
      return overlapping(node, strategy, rows)
    case 'collect':
    case 'rule-order':
      return repeatedSteps(node, strategy, rows)
    case 'priority':
    case 'any':
      return []
  }
}

function unreachable(node: string, strategy: TableStrategy, rows: readonly Cell[][]): Diagnostic[] {
  return rows.flatMap((row, place) => {
    const earlier = rows
      .slice(0, place)
      .findIndex((before) => row.every((cell, column) => covers(before[column], cell)))
    const shadow = strategy.rules[earlier]
    if (!shadow) return []
    const message = `Rule “${shadow.id}” matches whenever this one does`
    return [diagnose('rule-unreachable', fieldOf(node, `/strategy/rules/${place}`), message)]
  })
}

function overlapping(node: string, strategy: TableStrategy, rows: readonly Cell[][]): Diagnostic[] {
  return rows.flatMap((row, place) => {
    const other = rows
      .slice(0, place)
      .findIndex((before) => row.every((cell, column) => certainlyMeet(before[column], cell)))
    const rule = strategy.rules[other]
    if (!rule) return []
    const message = `An input can match this rule and “${rule.id}”, but only one rule may match`
    return [diagnose('rules-overlap', fieldOf(node, `/strategy/rules/${place}`), message)]
  })
}

/** The same step from two rules is one step of the plan; two different ones of one id are a conflict. */
function repeatedSteps(node: string, strategy: TableStrategy, rows: readonly Cell[][]): Diagnostic[] {
  const owners = new Map<string, { row: number; meaning: string }[]>()
  return strategy.rules.slice(0, maxCompared).flatMap((rule, row) =>
    rule.steps.flatMap((step, which) => {
      const meaning = meaningOf(step)
      const before = owners.get(step.id) ?? []
      owners.set(step.id, [...before, { row, meaning }])
      const rival = before.find(
        (other) => other.row !== row && other.meaning !== meaning && !exclude(rows[other.row], rows[row]),
      )
      const name = rival && strategy.rules[rival.row]?.id
      if (name === undefined) return []
      const field = `/strategy/rules/${row}/steps/${which}/id`
      const message = `Rule “${name}” has another step “${step.id}”; when both match there is no plan`
      return [diagnose('repeated-step', fieldOf(node, field), message)]
    }),
  )
}

function meaningOf({ id, action, args, after, when }: StepTemplate): string {
  return canonicalJson({ id, action, args: args ?? {}, after: after ?? null, when: when ?? null })
}

/** Whether everything that the second cell lets through passes the first. */
function covers(first: Cell | undefined, second: Cell): boolean {
  if (!first || first.is === 'any') return true
  if (first.is === 'condition') return second.is === 'condition' && second.source === first.source
  return second.is === 'values' && [...second.values].every((value) => first.values.has(value))
}

/** Whether some value certainly passes both. */
function certainlyMeet(first: Cell | undefined, second: Cell): boolean {
  if (!first || first.is === 'any' || second.is === 'any') return true
  if (first.is === 'condition' || second.is === 'condition')
    return first.is === 'condition' && second.is === 'condition' && first.source === second.source
  return [...second.values].some((value) => first.values.has(value))
}

/** Whether no input can match both rows, as their literals tell. */
function exclude(first: readonly Cell[] = [], second: readonly Cell[] = []): boolean {
  return second.some((cell, column) => {
    const other = first[column]
    return (
      cell.is === 'values' &&
      other?.is === 'values' &&
      [...cell.values].every((value) => !other.values.has(value))
    )
  })
}
