import type { Graph } from '../../../shared/graph/graph.ts'
import { moveNodes } from './align.ts'
import { layoutGraph } from './layoutGraph.ts'

/** The graph with a place for every node: one that lacks some, as a graph made by a program may, is laid out. */
export function withPositions(graph: Graph): Graph {
  const placed = graph.nodes.filter((node) => graph.layout.positions[node.id] !== undefined)
  if (placed.length === graph.nodes.length) return graph
  const places = layoutGraph(graph)
  if (placed.length === 0) return moveNodes(graph, places)
  const missing = Object.entries(places).filter(([id]) => graph.layout.positions[id] === undefined)
  return moveNodes(graph, Object.fromEntries(missing))
}
