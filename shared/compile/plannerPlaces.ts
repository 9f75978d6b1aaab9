import type { ScopeShape } from '../expr/check.ts'
import { childPointer } from '../expr/pointer.ts'
import type { NodeId } from '../graph/ids.ts'
import type { PlannerNode, StepTemplate, TableInput } from '../graph/nodes/planner.ts'
import type { JsonObject } from '../json.ts'
import { isAny } from '../plan/cell.ts'
import { assumptionPlaces, type ExpressionPlace, placesIn } from './placesIn.ts'
import type { Scopes } from './scopes.ts'
import { type PlacedStrategy, stepLists, stepsOf, strategiesOf } from './strategies.ts'

/** Every place of a planner that holds an expression. */
export function plannerPlaces(planner: PlannerNode, scopes: Scopes): ExpressionPlace[] {
  const { template } = placesIn(planner.id)
  const steps = stepLists(planner).flatMap(({ steps: list, field, together }) =>
    list.flatMap((step, place) => stepPlaces(planner.id, step, `${field}/${place}`, together, scopes)),
  )
  return [
    ...strategiesOf(planner).flatMap((placed) => strategyPlaces(planner.id, placed, scopes)),
    ...(planner.rails
      ? tablePlaces(planner.id, '/rails', planner.rails.inputs, planner.rails.rules, scopes)
      : []),
    ...steps,
    ...assumptionPlaces(planner.id, planner.assumes, scopes.assumed(stepsOf(planner))),
    ...template('/expected', planner.expected, scopes.planner()),
  ]
}

function strategyPlaces(
  node: NodeId,
  { strategy, field }: PlacedStrategy,
  scopes: Scopes,
): ExpressionPlace[] {
  const { cel, template } = placesIn(node)
  switch (strategy.type) {
    case 'table':
      return tablePlaces(node, field, strategy.inputs, strategy.rules, scopes)
    case 'choice':
      return strategy.options.flatMap(({ when }, place) =>
        cel(`${field}/options/${place}/when`, when, scopes.planner()),
      )
    case 'http':
      return [
        ...template(`${field}/path`, strategy.path, scopes.planCall()),
        ...template(`${field}/headers`, strategy.headers, scopes.planCall()),
        ...template(`${field}/context`, strategy.context, scopes.planner()),
      ]
    case 'sequence':
    case 'goal':
      return []
  }
}

function tablePlaces(
  node: NodeId,
  field: string,
  inputs: readonly TableInput[],
  rules: readonly { cells: readonly string[] }[],
  scopes: Scopes,
): ExpressionPlace[] {
  const { cel } = placesIn(node)
  const columns = inputs.flatMap((input, place) =>
    cel(`${field}/inputs/${place}/expr`, input.expr, scopes.planner(), 'anything'),
  )
  const cells = rules.flatMap((rule, row) =>
    rule.cells.flatMap((cell, column): ExpressionPlace[] => {
      if (isAny(cell)) return []
      const at = { node, field: `${field}/rules/${row}/cells/${column}` }
      return [{ type: 'cell', source: cell, shape: scopes.cell(), at }]
    }),
  )
  return [...columns, ...cells]
}

function stepPlaces(
  node: NodeId,
  step: StepTemplate,
  field: string,
  together: readonly StepTemplate[],
  scopes: Scopes,
): ExpressionPlace[] {
  const { cel } = placesIn(node)
  const shape = step.map ? scopes.item(together) : scopes.step(together)
  return [
    ...argsPlaces(node, `${field}/args`, step.args, shape),
    ...cel(`${field}/when`, step.when, shape),
    ...cel(`${field}/map/over`, step.map?.over, scopes.step(together), 'list'),
    ...(step.fallback ?? []).flatMap(({ args }, place) =>
      argsPlaces(node, `${field}/fallback/${place}/args`, args, shape),
    ),
  ]
}

function argsPlaces(
  node: NodeId,
  field: string,
  args: JsonObject | undefined,
  shape: ScopeShape,
): ExpressionPlace[] {
  return Object.entries(args ?? {}).flatMap(([name, value]) =>
    placesIn(node).template(childPointer(field, name), value, shape),
  )
}
