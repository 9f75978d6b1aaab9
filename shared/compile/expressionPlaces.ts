import type { ScopeShape } from '../expr/check.ts'
import { childPointer } from '../expr/pointer.ts'
import type { ActionCall } from '../graph/nodes/action.ts'
import type { Node } from '../graph/nodes/node.ts'
import type { PlannerNode, StepTemplate } from '../graph/nodes/planner.ts'
import type { Json } from '../json.ts'
import type { Place } from './diagnostic.ts'
import type { GraphIndex } from './graphIndex.ts'
import { mergesRules, Scopes, stepLists, stepsOf } from './scopes.ts'

/** An expression, or a template, of a graph: where it stands, what it can read and what is expected of it. */
export type ExpressionPlace = { at: Place; shape: ScopeShape } & (
  | { type: 'cel'; source: string; expects: 'boolean' | 'anything' }
  /** A cell of a table: a literal, a list of them, or a condition. */
  | { type: 'cell'; source: string }
  | { type: 'template'; template: Json }
)

/** Every place of a graph that holds an expression. */
export function expressionPlaces(index: GraphIndex): ExpressionPlace[] {
  const scopes = new Scopes(index)
  const policies = index.graph.policies.map(
    (policy, place): ExpressionPlace => ({
      type: 'cel',
      source: policy.when,
      expects: 'boolean',
      at: { field: `/policies/${place}/when` },
      shape: scopes.policy(policy.at),
    }),
  )
  return [...index.nodes().flatMap((node) => placesOf(node, scopes)), ...policies]
}

function placesOf(node: Node, scopes: Scopes): ExpressionPlace[] {
  const cel = (
    field: string,
    source: string | undefined,
    shape: ScopeShape,
    expects: 'boolean' | 'anything' = 'boolean',
  ): ExpressionPlace[] =>
    source === undefined ? [] : [{ type: 'cel', source, expects, shape, at: { node: node.id, field } }]
  const template = (field: string, value: Json | undefined, shape: ScopeShape): ExpressionPlace[] =>
    value === undefined ? [] : [{ type: 'template', template: value, shape, at: { node: node.id, field } }]

  switch (node.kind) {
    case 'trigger':
      return [
        ...cel('/dedupe', node.dedupe, scopes.trigger(), 'anything'),
        ...(node.quality ?? []).flatMap((check, place) =>
          cel(`/quality/${place}/when`, check.when, scopes.trigger()),
        ),
      ]
    case 'planner':
      return plannerPlaces(node, scopes)
    case 'action':
      return [
        ...template('/call', callTemplate(node.call), scopes.call(node)),
        ...cel('/needs', node.needs, scopes.action(node)),
        ...(node.leases ?? []).flatMap((lease, place) =>
          template(`/leases/${place}`, lease, scopes.action(node)),
        ),
        ...template('/undoArgs', node.undoArgs, scopes.undo(node)),
      ]
    case 'verifier':
      return node.checks.flatMap((check, place) =>
        check.type === 'rule'
          ? cel(`/checks/${place}/expr`, check.expr, scopes.afterwards())
          : cel(`/checks/${place}/target`, check.target, scopes.afterwards(), 'anything'),
      )
    case 'approval':
      return template('/show', node.show, scopes.afterwards())
    case 'outcome':
      return template('/body', node.body, scopes.afterwards())
  }
}

function plannerPlaces(planner: PlannerNode, scopes: Scopes): ExpressionPlace[] {
  const merged = mergesRules(planner) ? scopes.step(stepsOf(planner)) : undefined
  const lists = stepLists(planner).flatMap(({ steps, field }) => {
    const shape = merged && field !== '/strategy/otherwise' ? merged : scopes.step(steps)
    return steps.flatMap((step, place) => stepPlaces(planner, step, `${field}/${place}`, shape))
  })
  if (planner.strategy.type !== 'table') return lists
  const inputs = planner.strategy.inputs.map(
    (input, place): ExpressionPlace => ({
      type: 'cel',
      source: input.expr,
      expects: 'anything',
      shape: scopes.planner(),
      at: { node: planner.id, field: `/strategy/inputs/${place}/expr` },
    }),
  )
  const cells = planner.strategy.rules.flatMap((rule, row) =>
    rule.cells.flatMap((cell, column): ExpressionPlace[] => {
      if (isAny(cell)) return []
      const at = { node: planner.id, field: `/strategy/rules/${row}/cells/${column}` }
      return [{ type: 'cell', source: cell, shape: scopes.cell(), at }]
    }),
  )
  return [...inputs, ...cells, ...lists]
}

function stepPlaces(
  planner: PlannerNode,
  step: StepTemplate,
  field: string,
  shape: ScopeShape,
): ExpressionPlace[] {
  const args = Object.entries(step.args ?? {}).map(
    ([name, template]): ExpressionPlace => ({
      type: 'template',
      template,
      shape,
      at: { node: planner.id, field: childPointer(`${field}/args`, name) },
    }),
  )
  if (step.when === undefined) return args
  const at = { node: planner.id, field: `${field}/when` }
  return [...args, { type: 'cel', source: step.when, expects: 'boolean', shape, at }]
}

/** The call as the template that it is: all of it is JSON, whatever its kind. */
export function callTemplate(call: ActionCall): Json {
  return call as Json
}

/** A cell that leaves its column open. */
export function isAny(cell: string): boolean {
  const text = cell.trim()
  return text === '' || text === '-'
}
