import type { Graph } from '../../../shared/graph/graph.ts'

/** The nodes with these ids and everything that can be reached from them, along the wires or against them. */
export function reach(graph: Graph, ids: readonly string[], way: 'down' | 'up'): string[] {
  const seen = new Set(ids)
  const queue = [...ids]
  for (let at = 0; at < queue.length; at += 1) {
    for (const edge of graph.edges) {
      const [here, there] = way === 'down' ? [edge.from.node, edge.to.node] : [edge.to.node, edge.from.node]
      if (here !== queue[at] || seen.has(there)) continue
      seen.add(there)
      queue.push(there)
    }
  }
  return graph.nodes.filter((node) => seen.has(node.id)).map((node) => node.id)
}
