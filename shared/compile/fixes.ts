import type { Edge } from '../graph/edge.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Json } from '../json.ts'
import type { Fix } from './diagnostic.ts'
import type { GraphIndex } from './graphIndex.ts'

/** Takes a wire out. */
export function removeWire(index: GraphIndex, edge: Edge): Fix {
  return { title: 'Remove the wire', patch: [{ op: 'remove', path: index.edgePointer(edge) }] }
}

/** Takes a node out, with its wires. Later places first, so that each path still holds when its turn comes. */
export function removeNode(index: GraphIndex, id: NodeId): Fix {
  const edges = index.graph.edges
    .flatMap((edge, place) => (edge.from.node === id || edge.to.node === id ? [place] : []))
    .toReversed()
  const wires = edges.map((place) => ({ op: 'remove' as const, path: `/edges/${place}` }))
  const place = Object.hasOwn(index.graph.layout.positions, id)
    ? [{ op: 'remove' as const, path: `/layout/positions/${id}` }]
    : []
  return {
    title: 'Remove the node',
    patch: [...wires, ...place, { op: 'remove', path: index.pointerOf(id) }],
  }
}

/** Wires a planner to an action. */
export function wireAction(planner: NodeId, action: NodeId): Fix {
  const value = {
    id: `${planner}.plan-${action}.step`,
    from: { node: planner, port: 'plan' },
    to: { node: action, port: 'step' },
  }
  return { title: 'Wire the action', patch: [{ op: 'add', path: '/edges/-', value }] }
}

/** Gives a field of a node another value. */
export function setField(index: GraphIndex, id: NodeId, field: string, value: Json, title: string): Fix {
  return { title, patch: [{ op: 'replace', path: `${index.pointerOf(id)}${field}`, value }] }
}

/** Gives a node a field that it does not have. */
export function addField(index: GraphIndex, id: NodeId, field: string, value: Json, title: string): Fix {
  return { title, patch: [{ op: 'add', path: `${index.pointerOf(id)}${field}`, value }] }
}

/** Takes a field out of a node. */
export function removeField(index: GraphIndex, id: NodeId, field: string, title: string): Fix {
  return { title, patch: [{ op: 'remove', path: `${index.pointerOf(id)}${field}` }] }
}

/** Takes a field out of a policy. */
export function removePolicyField(place: number, field: string, title: string): Fix {
  return { title, patch: [{ op: 'remove', path: `/policies/${place}${field}` }] }
}

/** Sets a limit of the graph, whether it had one or not. */
export function setLimit(limit: string, value: number, title: string): Fix {
  return { title, patch: [{ op: 'add', path: `/limits/${limit}`, value }] }
}
