import { checkExpression } from '../../expr/check.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import type { TableInput, TableStrategy } from '../../graph/nodes/planner.ts'
import { type Example, TableAnalysis } from '../../plan/analyseTable.ts'
import type { Code } from '../codes.ts'
import { columnDomain } from '../columnDomain.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { setField } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { Scopes } from '../scopes.ts'
import { stepsMeaning } from '../stepsMeaning.ts'
import { strategiesOf } from '../strategies.ts'

/** Decision tables: one cell a column, rules that get their turn, no two where one is meant, and a rule for each input. */
export function checkTables(index: GraphIndex): Diagnostic[] {
  const scopes = new Scopes(index)
  return index.nodesOf('planner').flatMap((planner) => {
    const tables = strategiesOf(planner).flatMap(({ strategy, field }) =>
      strategy.type === 'table' ? checkTable(index, scopes, planner, strategy, field) : [],
    )
    const { rails } = planner
    if (!rails) return tables
    const report = reporter(planner, '/rails')
    return [...tables, ...checkEmpty(report, rails, analyse(scopes, rails.inputs, rails.rules))]
  })
}

type Report = (code: Code, field: string, message: string) => Diagnostic

function reporter(planner: NodeOf<'planner'>, field: string): Report {
  return (code, at, message) => diagnose(code, fieldOf(planner.id, `${field}${at}`), message)
}

function analyse(
  scopes: Scopes,
  inputs: readonly TableInput[],
  rules: readonly { cells: readonly string[] }[],
): TableAnalysis {
  const domains = inputs.map(({ expr }) => columnDomain(checkExpression(expr, scopes.planner()).type))
  return new TableAnalysis(inputs, rules, domains)
}

function checkTable(
  index: GraphIndex,
  scopes: Scopes,
  planner: NodeOf<'planner'>,
  strategy: TableStrategy,
  field: string,
): Diagnostic[] {
  const report = reporter(planner, field)
  const analysis = analyse(scopes, strategy.inputs, strategy.rules)
  return [
    ...(strategy.rules.length === 0 ? [report('no-rules', '/rules', 'The table has no rules')] : []),
    ...checkCounts(index, planner, strategy, field),
    ...checkEmpty(report, strategy, analysis),
    ...checkUnknown(report, strategy, analysis),
    ...checkHits(report, strategy, analysis),
    ...checkGap(report, strategy, analysis),
  ]
}

function checkCounts(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  strategy: TableStrategy,
  field: string,
): Diagnostic[] {
  const columns = strategy.inputs.length
  return strategy.rules.flatMap((rule, row) => {
    if (rule.cells.length === columns) return []
    const at = `${field}/rules/${row}/cells`
    const message = `The rule “${rule.id}” has ${rule.cells.length} cells for ${columns} columns`
    const cells = Array.from({ length: columns }, (_, column) => rule.cells[column] ?? '-')
    const fix = setField(index, planner.id, at, cells, 'Fit the cells to the columns')
    return [diagnose('cells-count', fieldOf(planner.id, at), message, fix)]
  })
}

/** Cells that let nothing through. */
function checkEmpty(
  report: Report,
  { inputs }: { inputs: readonly TableInput[] },
  analysis: TableAnalysis,
): Diagnostic[] {
  return analysis.empty.map(({ rule, column }) =>
    report(
      'rule-never-matches',
      `/rules/${rule}/cells/${column}`,
      `“${inputs[column]?.label}” is never what this rule asks for`,
    ),
  )
}

/** Cells that are not understood, where it matters; and tables that are too large. */
function checkUnknown(report: Report, strategy: TableStrategy, analysis: TableAnalysis): Diagnostic[] {
  if (analysis.isCut) return [tooLarge(report)]
  const merges = strategy.hitPolicy === 'collect' || strategy.hitPolicy === 'rule-order'
  const [first, ...others] = analysis.unknown
  if (!first || (merges && strategy.otherwise)) return []
  const what = others.length === 0 ? 'this cell lets' : `this and ${others.length} more cells let`
  return [
    report(
      'table-not-analysed',
      `/rules/${first.rule}/cells/${first.column}`,
      `What ${what} through is known only in a run; overlaps and gaps with it are not found`,
    ),
  ]
}

function checkHits(report: Report, strategy: TableStrategy, analysis: TableAnalysis): Diagnostic[] {
  switch (strategy.hitPolicy) {
    case 'first':
      return checkShadowed(report, strategy, analysis)
    case 'priority':
      return [...checkShadowed(report, strategy, analysis), ...checkDraws(report, strategy, analysis)]
    case 'unique':
      return overlaps(strategy, analysis, () => true).map(({ rule, other, example }) =>
        report(
          'rules-overlap',
          `/rules/${rule}`,
          `This rule and “${other}” both match ${example}; only one may`,
        ),
      )
    case 'any':
      return overlaps(strategy, analysis, meansOther).map(({ rule, other, example }) =>
        report(
          'rules-overlap',
          `/rules/${rule}`,
          `This rule and “${other}” both match ${example}, and say different things`,
        ),
      )
    case 'collect':
    case 'rule-order':
      return repeatedSteps(report, strategy, analysis)
  }
}

function checkShadowed(report: Report, strategy: TableStrategy, analysis: TableAnalysis): Diagnostic[] {
  const priorityOf = (rule: number) =>
    strategy.hitPolicy === 'priority' ? (strategy.rules[rule]?.priority ?? 0) : 0
  const isBefore = (rule: number, of: number) =>
    priorityOf(rule) > priorityOf(of) || (priorityOf(rule) === priorityOf(of) && rule < of)
  const { found, isCut } = analysis.shadowed(isBefore)
  const shadowed = found.map(({ rule, by }) => {
    const name = by === null ? undefined : strategy.rules[by]?.id
    const message =
      name === undefined
        ? 'Other rules together match whenever this one does, and come before it'
        : `Rule “${name}” matches whenever this one does`
    return report('rule-unreachable', `/rules/${rule}`, message)
  })
  return [...shadowed, ...(isCut ? [tooLarge(report)] : [])]
}

/** Rules of one priority that say different things of one input: the first of them decides, which nobody said. */
function checkDraws(report: Report, strategy: TableStrategy, analysis: TableAnalysis): Diagnostic[] {
  const isDraw = (rule: number, other: number) =>
    (strategy.rules[rule]?.priority ?? 0) === (strategy.rules[other]?.priority ?? 0) &&
    meansOther(rule, other, strategy)
  return overlaps(strategy, analysis, isDraw).map(({ rule, other, example }) =>
    report(
      'rules-ambiguous',
      `/rules/${rule}`,
      `This rule and “${other}” both match ${example}, with the same priority; the first one decides`,
    ),
  )
}

type Overlap = { rule: number; other: string; example: string }

/** The first overlap of each rule with one before it that matters. */
function overlaps(
  strategy: TableStrategy,
  analysis: TableAnalysis,
  matters: (rule: number, other: number, strategy: TableStrategy) => boolean,
): Overlap[] {
  return analysis
    .overlaps((rule, other) => matters(rule, other, strategy))
    .map(({ rule, other, example }) => ({
      rule,
      other: strategy.rules[other]?.id ?? '',
      example: exampleText(example, 'every input'),
    }))
}

function meansOther(rule: number, other: number, { rules }: TableStrategy): boolean {
  return stepsMeaning(rules[rule]?.steps ?? []) !== stepsMeaning(rules[other]?.steps ?? [])
}

function checkGap(report: Report, strategy: TableStrategy, analysis: TableAnalysis): Diagnostic[] {
  if (strategy.otherwise || strategy.rules.length === 0 || analysis.isCut) return []
  const { found, isCut } = analysis.gap()
  if (isCut) return [tooLarge(report)]
  if (!found) return []
  return [
    report(
      'table-gap',
      '/rules',
      `No rule matches ${exampleText(found, 'any input')}, and there is no “otherwise”`,
    ),
  ]
}

function tooLarge(report: Report): Diagnostic {
  return report('table-not-analysed', '/rules', 'The table is too large to look for all overlaps and gaps')
}

/** An input in the words of the columns. */
function exampleText(example: Example, without: string): string {
  if (example.length === 0) return without
  const values = example.map(({ label, value }) => `${label} ${JSON.stringify(value)}`)
  return `an input with ${values.join(', ')}`
}

/** The same step from two rules is one step of the plan; two different ones of one id are a conflict. */
function repeatedSteps(report: Report, strategy: TableStrategy, analysis: TableAnalysis): Diagnostic[] {
  const owners = new Map<string, { row: number; meaning: string }[]>()
  return strategy.rules.flatMap((rule, row) =>
    rule.steps.flatMap((step, which) => {
      const meaning = stepsMeaning([step])
      const before = owners.get(step.id) ?? []
      owners.set(step.id, [...before, { row, meaning }])
      const rival = before.find(
        (other) => other.row !== row && other.meaning !== meaning && analysis.mayMeet(other.row, row),
      )
      const name = rival && strategy.rules[rival.row]?.id
      if (name === undefined) return []
      const message = `Rule “${name}” has another step “${step.id}”; when both match there is no plan`
      return [report('repeated-step', `/rules/${row}/steps/${which}/id`, message)]
    }),
  )
}
