import { columnDomain } from '../../../shared/compile/columnDomain.ts'
import { GraphIndex } from '../../../shared/compile/graphIndex.ts'
import { Scopes } from '../../../shared/compile/scopes.ts'
import { stepsMeaning } from '../../../shared/compile/stepsMeaning.ts'
import { checkExpression } from '../../../shared/expr/check.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { TableStrategy } from '../../../shared/graph/nodes/planner.ts'
import { TableAnalysis } from '../../../shared/plan/analyseTable.ts'

/** A column's value that no rule lets through, as a cell; null where it may be anything. */
export type Gap = readonly (string | null)[]

/** What a table's rules have to do with each other, by their places. */
export type TableMarks = {
  /** For each rule, the others that match some input with it where the hit policy allows that to none. */
  overlaps: readonly (readonly number[])[]
  /** An input that no rule matches, where nothing says what to do then. */
  gap: Gap | null
}

/** The overlaps and the gap of a table, as the compiler looks for them. */
export function tableMarks(graph: Graph, table: TableStrategy): TableMarks {
  const scope = new Scopes(new GraphIndex(graph)).planner()
  const domains = table.inputs.map(({ expr }) => columnDomain(checkExpression(expr, scope).type))
  const analysis = new TableAnalysis(table.inputs, table.rules, domains)
  const overlaps = table.rules.map((): number[] => [])
  analysis.overlaps((rule, other) => {
    if (clashes(table, rule, other)) {
      overlaps[rule]?.push(other)
      overlaps[other]?.push(rule)
    }
    // Every pair is wanted, and none of them explained.
    return false
  })
  return { overlaps, gap: table.otherwise || table.rules.length === 0 ? null : gapOf(table, analysis) }
}

/** Whether it matters that two rules match one input. */
function clashes({ hitPolicy, rules }: TableStrategy, one: number, other: number): boolean {
  const priority = (rule: number) => rules[rule]?.priority ?? 0
  const differ = () => stepsMeaning(rules[one]?.steps ?? []) !== stepsMeaning(rules[other]?.steps ?? [])
  switch (hitPolicy) {
    case 'unique':
      return true
    case 'any':
      return differ()
    case 'priority':
      return priority(one) === priority(other) && differ()
    case 'first':
    case 'collect':
    case 'rule-order':
      return false
  }
}

function gapOf({ inputs }: TableStrategy, analysis: TableAnalysis): Gap | null {
  const { found } = analysis.gap()
  if (!found) return null
  const values = new Map(found.map(({ label, value }) => [label, JSON.stringify(value)]))
  return inputs.map(({ label }) => values.get(label) ?? null)
}
