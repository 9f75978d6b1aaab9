import type { Graph } from '../../shared/graph/graph.ts'
import type { ActionNode } from '../../shared/graph/nodes/action.ts'
import type { PlannerNode, StepTemplate, Strategy } from '../../shared/graph/nodes/planner.ts'
import type { VerifierNode } from '../../shared/graph/nodes/verifier.ts'
import type { Policy } from '../../shared/graph/policy.ts'
import type { Property } from '../../shared/graph/property.ts'
import { wire } from '../../shared/templates/wire.ts'
import { withEdges, withNode, withNodes } from './graphs.ts'
import { provenGraph, shopAction } from './provenGraph.ts'

// What the graphs with a defect are made of.

export const byHand = (body?: object) => {
  const { nodes } = provenGraph
  const bare = nodes.map((node) => {
    if (node.id !== 'by_hand' || node.kind !== 'outcome') return node
    const { body: _body, ...rest } = node
    return body === undefined ? rest : { ...rest, body: body as Record<string, string> }
  })
  return { ...provenGraph, nodes: bare }
}

export const verifier = (change: Partial<VerifierNode>, graph: Graph = provenGraph) =>
  withNode(graph, 'paid', change)
export const action = (id: string, change: Partial<ActionNode>, graph: Graph = provenGraph) =>
  withNode(graph, id, change)
export const planner = (change: Partial<PlannerNode>, graph: Graph = provenGraph) =>
  withNode(graph, 'pay_plan', change)
export const strategy = (value: Strategy, graph: Graph = provenGraph) => planner({ strategy: value }, graph)
export const sequence = (...steps: StepTemplate[]): Strategy => ({ type: 'sequence', steps })
export const withPolicy = (policy: Partial<Policy>, graph: Graph = provenGraph): Graph => ({
  ...graph,
  policies: [
    ...graph.policies,
    {
      id: 'rule',
      title: 'The rule',
      at: 'step',
      when: 'input.amount > 10.0',
      effect: 'deny',
      message: '',
      ...policy,
    },
  ],
})
export const limited = (limits: Graph['limits'], graph: Graph = provenGraph): Graph => ({ ...graph, limits })
export const stated = (property: Partial<Property> & { holds: string }): Graph => ({
  ...provenGraph,
  properties: [{ id: 'own', title: 'Stated', ...property }],
})

export const reserve: StepTemplate = { id: 'reserve', action: 'reserve' }
export const charge: StepTemplate = { id: 'charge', action: 'charge' }
/** Another action in the first stage. */
export const withAction = (
  node: ActionNode,
  steps: readonly StepTemplate[],
  graph: Graph = provenGraph,
): Graph =>
  strategy(
    sequence(...steps),
    withEdges(
      withNodes(graph, node),
      wire('pay_plan.plan', `${node.id}.step`),
      wire(`${node.id}.result`, 'paid.in'),
    ),
  )
export const burn = shopAction('burn', { reversibility: 'irreversible' })
export const look = shopAction('look', { reversibility: 'pure', idempotency: 'native' })
export const table = (cells: readonly (readonly [string, StepTemplate[]])[]): Strategy => ({
  type: 'table',
  hitPolicy: 'first',
  inputs: [{ id: 'kind', label: 'Kind', expr: 'input.kind' }],
  rules: cells.map(([cell, steps], place) => ({ id: `rule_${place}`, cells: [cell], steps })),
})
export const withLook = (how: Strategy) => strategy(how, withAction(look, [reserve, charge]))
export const alwaysAgain = verifier({
  onStepFailed: 'replan',
  onStepUncertain: 'replan',
  onInconclusive: 'replan',
})
