import type { Edge } from '../../shared/graph/edge.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import type { ActionNode } from '../../shared/graph/nodes/action.ts'
import type { Node } from '../../shared/graph/nodes/node.ts'
import { wire } from '../../shared/templates/wire.ts'

/** An action that needs nothing and harms nothing. */
export const action = (id: string, change: Partial<ActionNode> = {}): ActionNode => ({
  kind: 'action',
  id,
  title: id,
  call: { uses: 'http', host: 'api', method: 'POST', path: '/things' },
  reversibility: 'pure',
  idempotency: 'native',
  ...change,
})

/** The smallest loop that compiles without a diagnostic: one step, one check, an end for each verdict. */
export const soundGraph: Graph = {
  format: 'pavane.graph/1',
  name: 'sound',
  title: 'Sound',
  description: '',
  nodes: [
    { kind: 'trigger', id: 'start', title: 'Start', auth: { scheme: 'bearer', secret: 'token' } },
    {
      kind: 'planner',
      id: 'plan',
      title: 'Plan',
      strategy: { type: 'sequence', steps: [{ id: 'one', action: 'act', args: { n: '{{ input.n }}' } }] },
    },
    action('act'),
    {
      kind: 'verifier',
      id: 'check',
      title: 'Check',
      checks: [{ type: 'rule', id: 'ok', expr: 'steps.one.status == "succeeded"', onFail: 'replan' }],
    },
    { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded' },
    { kind: 'outcome', id: 'stopped', title: 'Stopped', status: 'bailed' },
  ],
  edges: [
    wire('start.input', 'plan.in'),
    wire('plan.plan', 'act.step'),
    wire('act.result', 'check.in'),
    wire('check.pass', 'done.in'),
    wire('check.replan', 'plan.in'),
    wire('check.rollback', 'stopped.in'),
    wire('check.escalate', 'stopped.in'),
    wire('check.bail', 'stopped.in'),
  ],
  policies: [],
  limits: {},
  layout: { positions: {} },
}

/** The graph with one node changed. */
export function withNode(graph: Graph, id: string, change: object): Graph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) => (node.id === id ? ({ ...node, ...change } as Node) : node)),
  }
}

export function withNodes(graph: Graph, ...nodes: Node[]): Graph {
  return { ...graph, nodes: [...graph.nodes, ...nodes] }
}

export function withEdges(graph: Graph, ...edges: Edge[]): Graph {
  return { ...graph, edges: [...graph.edges, ...edges] }
}

export function withoutEdges(graph: Graph, ...ids: string[]): Graph {
  return { ...graph, edges: graph.edges.filter((edge) => !ids.some((id) => edge.id.startsWith(id))) }
}
