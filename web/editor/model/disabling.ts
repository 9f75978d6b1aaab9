import { canBeDisabled } from '../../../shared/compile/disabled/leaveOutDisabled.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'

/** Whether runs go on as if the node were not there. */
export const isDisabled = (node: Node): boolean => canBeDisabled(node) && node.disabled === true

/** The graph with these nodes disabled, as far as they can be. */
export function disable(graph: Graph, ids: readonly string[]): Graph {
  return change(graph, ids, (node) => (canBeDisabled(node) ? { ...node, disabled: true } : node))
}

/** The graph with these nodes enabled. */
export function enable(graph: Graph, ids: readonly string[]): Graph {
  return change(graph, ids, (node) => {
    if (!canBeDisabled(node)) return node
    const { disabled: _, ...enabled } = node
    return enabled
  })
}

function change(graph: Graph, ids: readonly string[], each: (node: Node) => Node): Graph {
  return { ...graph, nodes: graph.nodes.map((node) => (ids.includes(node.id) ? each(node) : node)) }
}
