import type { Scope } from '../../../shared/engine/effect.ts'
import { evaluate } from '../../../shared/expr/evaluate.ts'
import type { Rails, TableInput, TableStrategy } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import { matchRules } from '../../../shared/plan/matchRules.ts'
import { table } from '../../../shared/plan/table.ts'
import { readJson } from './readJson.ts'

/** Whether a cell or a rule lets the test through; null where that can't be known. */
export type Fit = boolean | null

export type TableTest = {
  /** The value of each column, or why it has none. */
  values: readonly ({ ok: true; value: Json } | { ok: false; error: string })[]
  /** For each rule whether it matches, and which of its cells do. */
  rules: readonly { fits: Fit; cells: readonly Fit[] }[]
  /** What the table comes to, in a sentence; `decides` are the ids of the rules that count. */
  verdict: { ok: boolean; text: string; decides: readonly string[] }
}

/** The place in the scope where the typed values stand for what the columns would read. */
const typedRoot = 'typedValues'

/**
 * Tries a table on values for its columns: typed as JSON or as plain text; a column without one reads the scope. Decided by the planner's
 * own code.
 */
export function testTable(
  tested: TableStrategy | Rails,
  typed: readonly (string | undefined)[],
  base: Scope,
): TableTest {
  const given = tested.inputs.map((_, column) => typedValue(typed[column]))
  const scope = { ...base, [typedRoot]: given.map((value) => value ?? null) }
  const inputs = tested.inputs.map(
    (input, column): TableInput =>
      given[column] === undefined ? input : { ...input, expr: `${typedRoot}[${column}]` },
  )
  const rules = tested.rules.map(({ id, cells }) => ({
    fits: fitOf(inputs, { id, cells }, scope),
    cells: inputs.map((input, column) => fitOf([input], { id, cells: [cells[column] ?? ''] }, scope)),
  }))
  return {
    values: inputs.map(({ expr }) => evaluate(expr, scope)),
    rules,
    verdict:
      'hitPolicy' in tested ? planOf({ ...tested, inputs }, scope) : railsOf({ ...tested, inputs }, scope),
  }
}

/** What somebody types for a column: JSON, and anything else is a text. */
function typedValue(text: string | undefined): Json | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const read = readJson(text, 'any')
  return read.ok ? read.value : text
}

function fitOf(inputs: readonly TableInput[], row: { id: string; cells: string[] }, scope: Scope): Fit {
  const matched = matchRules(inputs, [row], scope, { firstOnly: false })
  return matched.ok ? matched.rules.length > 0 : null
}

function planOf(strategy: TableStrategy, scope: Scope): TableTest['verdict'] {
  const choice = table(strategy, scope)
  if (!choice.ok) return { ok: false, text: `No plan. ${choice.reasons[0] ?? ''}`.trim(), decides: [] }
  if (choice.rules.length === 0) return { ok: true, text: 'No rule matches: “otherwise”', decides: [] }
  return { ok: true, text: `Decides: ${quoted(choice.rules)}`, decides: choice.rules }
}

function railsOf(rails: Rails, scope: Scope): TableTest['verdict'] {
  const matched = matchRules(rails.inputs, rails.rules, scope, { firstOnly: false })
  if (!matched.ok) return { ok: false, text: matched.reasons[0] ?? '', decides: [] }
  const ids = matched.rules.map(({ id }) => id)
  return { ok: true, text: ids.length === 0 ? 'No rail holds' : `Holds: ${quoted(ids)}`, decides: ids }
}

function quoted(ids: readonly string[]): string {
  return ids.map((id) => `“${id}”`).join(', ')
}
