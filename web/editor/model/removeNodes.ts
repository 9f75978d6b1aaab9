import type { Edge } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { connect, nodeOf } from './connect.ts'
import { leaveGroups } from './groups.ts'

/** Takes edges out of the graph. */
export function removeEdges(graph: Graph, ids: readonly string[]): Graph {
  const gone = new Set(ids)
  return gone.size === 0 ? graph : { ...graph, edges: graph.edges.filter((edge) => !gone.has(edge.id)) }
}

/** Takes nodes out of the graph with the wires on them, and joins nothing. */
export function removeNodesBare(graph: Graph, ids: readonly string[]): Graph {
  const gone = new Set(ids)
  const left = leaveGroups(graph, ids)
  const positions = Object.fromEntries(Object.entries(left.layout.positions).filter(([id]) => !gone.has(id)))
  return {
    ...left,
    nodes: left.nodes.filter((node) => !gone.has(node.id)),
    edges: left.edges.filter((edge) => !gone.has(edge.from.node) && !gone.has(edge.to.node)),
    layout: { ...left.layout, positions },
  }
}

/** Takes nodes out of the graph and joins what they stood between where the ends fit. */
export function removeNodes(graph: Graph, ids: readonly string[]): Graph {
  return ids.reduce(removeNode, leaveGroups(graph, ids))
}

function removeNode(graph: Graph, id: string): Graph {
  if (!nodeOf(graph, id)) return graph
  const into = graph.edges.filter((edge) => edge.to.node === id && edge.from.node !== id)
  const onward = mainWayOut(graph, id)
  const positions = Object.fromEntries(Object.entries(graph.layout.positions).filter(([key]) => key !== id))
  const without: Graph = {
    ...graph,
    nodes: graph.nodes.filter((node) => node.id !== id),
    edges: graph.edges.filter((edge) => edge.from.node !== id && edge.to.node !== id),
    layout: { ...graph.layout, positions },
  }
  if (!onward) return without
  return into.reduce((healed, edge) => {
    const joined = connect(healed, edge.from, onward.to)
    return joined.ok ? joined.graph : healed
  }, without)
}

/** The wire that carries a run on through a node when all is well. */
function mainWayOut(graph: Graph, id: string): Edge | undefined {
  const out = graph.edges.filter((edge) => edge.from.node === id && edge.to.node !== id)
  return (
    out.find((edge) => ['input', 'result', 'pass', 'granted'].includes(edge.from.port)) ??
    (out.length === 1 && out[0]?.from.port !== 'undo' ? out[0] : undefined)
  )
}
