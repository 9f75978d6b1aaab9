import type { Graph } from '../../../shared/graph/graph.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { Strategy } from '../../../shared/graph/nodes/planner.ts'

type Rename = (id: string) => string

/** A node with every reference to other nodes renamed; its own id stays. */
export function renameReferences(node: Node, rename: Rename): Node {
  return node.kind === 'planner' ? { ...node, strategy: renameStrategy(node.strategy, rename) } : node
}

function renameStrategy(strategy: Strategy, rename: Rename): Strategy {
  const rewrite = <S extends { action: string }>(steps: S[]): S[] =>
    steps.map((step) => ({ ...step, action: rename(step.action) }))
  if (strategy.type === 'sequence') return { ...strategy, steps: rewrite(strategy.steps) }
  return {
    ...strategy,
    rules: strategy.rules.map((rule) => ({ ...rule, steps: rewrite(rule.steps) })),
    ...(strategy.otherwise ? { otherwise: rewrite(strategy.otherwise) } : {}),
  }
}

/** The graph with a node's id changed wherever it stands: wires, plans, policies, layout. */
export function renameNodeId(graph: Graph, from: string, to: string): Graph {
  const rename: Rename = (id) => (id === from ? to : id)
  return {
    ...graph,
    nodes: graph.nodes.map((node) => {
      const renamed = renameReferences(node, rename)
      return node.id === from ? { ...renamed, id: to } : renamed
    }),
    edges: graph.edges.map((edge) => ({
      ...edge,
      from: { ...edge.from, node: rename(edge.from.node) },
      to: { ...edge.to, node: rename(edge.to.node) },
    })),
    policies: graph.policies.map((policy) => (policy.on ? { ...policy, on: policy.on.map(rename) } : policy)),
    layout: {
      ...graph.layout,
      positions: Object.fromEntries(
        Object.entries(graph.layout.positions).map(([id, at]) => [rename(id), at]),
      ),
    },
  }
}
