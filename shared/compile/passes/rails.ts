import type { NodeId } from '../../graph/ids.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import type { RailRule, Rails } from '../../graph/nodes/planner.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { addField, setField } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { strategiesOf } from '../strategies.ts'
import { checkAction } from './plans.ts'

/** Rails that name what the planner may use, and an external planner that has some. */
export function checkRails(index: GraphIndex): Diagnostic[] {
  return index.nodesOf('planner').flatMap((planner) => {
    const { rails } = planner
    if (!rails) return checkUnrailed(index, planner)
    return rails.rules.flatMap((rule, row) => checkRule(index, planner, rails, rule, row))
  })
}

function checkUnrailed(index: GraphIndex, planner: NodeOf<'planner'>): Diagnostic[] {
  if (!strategiesOf(planner).some(({ strategy }) => strategy.type === 'http')) return []
  const rule = { id: 'allowed', cells: [], only: index.actionsOf(planner.id) }
  const fix = addField(index, planner.id, '/rails', { inputs: [], rules: [rule] }, 'Add rails')
  const message = `Nothing bounds what the external planner of “${planner.title}” may propose`
  return [diagnose('unrailed-planner', fieldOf(planner.id, '/strategy'), message, fix)]
}

function checkRule(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  rails: Rails,
  rule: RailRule,
  row: number,
): Diagnostic[] {
  const field = `/rails/rules/${row}`
  const must = (rule.must ?? []).flatMap((id, place) => [
    ...checkAction(index, planner, id, `${field}/must/${place}`),
    ...checkContradiction(planner, rule, id, `${field}/must/${place}`),
  ])
  const others = (['only', 'never'] as const).flatMap((list) =>
    (rule[list] ?? []).flatMap((id, place) => checkNamed(index, planner, id, `${field}/${list}/${place}`)),
  )
  return [...checkCells(index, planner, rails, rule, field), ...must, ...others]
}

/** An action that has to be in a plan, and may not. */
function checkContradiction(
  planner: NodeOf<'planner'>,
  { id: rule, never = [], only }: RailRule,
  action: NodeId,
  field: string,
): Diagnostic[] {
  if (!never.includes(action) && (only?.includes(action) ?? true)) return []
  const message = `“${action}” must be used and may not: no plan keeps the rule “${rule}”`
  return [diagnose('rail-contradiction', fieldOf(planner.id, field), message)]
}

/** An action that is allowed or forbidden, though the planner could not use it anyway. */
function checkNamed(index: GraphIndex, planner: NodeOf<'planner'>, id: string, field: string): Diagnostic[] {
  return checkAction(index, planner, id, field).map((fault) =>
    fault.code === 'action-not-wired'
      ? diagnose('rail-without-effect', fault.at, `“${planner.title}” can’t use “${id}” anyway`)
      : fault,
  )
}

function checkCells(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  rails: Rails,
  rule: RailRule,
  field: string,
): Diagnostic[] {
  const columns = rails.inputs.length
  if (rule.cells.length === columns) return []
  const cells = Array.from({ length: columns }, (_, column) => rule.cells[column] ?? '-')
  const fix = setField(index, planner.id, `${field}/cells`, cells, 'Fit the cells to the columns')
  const message = `The rule “${rule.id}” has ${rule.cells.length} cells for ${columns} columns`
  return [diagnose('cells-count', fieldOf(planner.id, `${field}/cells`), message, fix)]
}
