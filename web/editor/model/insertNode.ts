import type { Edge, PortName, PortRef } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { OutcomeNode } from '../../../shared/graph/nodes/outcome.ts'
import { connect, fanOf, fittingInPort, fittingOutPort, nodeOf, occupantOf, outPortsOf } from './connect.ts'
import { cardHeight, cardWidth, grid } from './geometry.ts'

/** Puts a node in the graph, wired to nothing. */
export function addNode(graph: Graph, node: Node, position: Position): Graph {
  return {
    ...graph,
    nodes: [...graph.nodes, node],
    layout: { ...graph.layout, positions: { ...graph.layout.positions, [node.id]: position } },
  }
}

/** Puts a node at the end of a wire that starts at this port. */
export function addNodeAtPort(graph: Graph, node: Node, position: Position, from: PortRef): Graph {
  const added = addNode(graph, node, position)
  const source = nodeOf(graph, from.node)
  const port = source && fittingInPort({ kind: source.kind, port: from.port }, node.kind)
  if (!port) return added
  const connected = connect(added, from, { node: node.id, port })
  return connected.ok ? connected.graph : added
}

/** Puts a node where a wire starts that ends at this port. */
export function addNodeBeforePort(graph: Graph, node: Node, position: Position, to: PortRef): Graph {
  const added = addNode(graph, node, position)
  const target = nodeOf(graph, to.node)
  const port = target && fittingOutPort(node.kind, { kind: target.kind, port: to.port })
  if (!port) return added
  const connected = connect(added, { node: node.id, port }, to)
  return connected.ok ? connected.graph : added
}

/** The ports through which a node would be spliced into an edge; null when it doesn't fit there. */
export function splicePorts(graph: Graph, edge: Edge, node: Node) {
  const source = nodeOf(graph, edge.from.node)
  const target = nodeOf(graph, edge.to.node)
  if (!source || !target || source.id === node.id || target.id === node.id) return null
  const into = fittingInPort({ kind: source.kind, port: edge.from.port }, node.kind)
  const out = fittingOutPort(node.kind, { kind: target.kind, port: edge.to.port })
  return into && out ? { into, out } : null
}

/** Leads an edge through a node that is in the graph already. Null when it doesn't fit. */
export function spliceNode(graph: Graph, edgeId: string, nodeId: string): Graph | null {
  const edge = graph.edges.find((candidate) => candidate.id === edgeId)
  const node = nodeOf(graph, nodeId)
  const ports = edge && node ? splicePorts(graph, edge, node) : null
  if (!edge || !ports) return null
  const cut = { ...graph, edges: graph.edges.filter((candidate) => candidate !== edge) }
  const first = connect(cut, edge.from, { node: nodeId, port: ports.into })
  if (!first.ok) return null
  const second = connect(first.graph, { node: nodeId, port: ports.out }, edge.to)
  return second.ok ? second.graph : null
}

/**
 * Puts a node after another and wires it where it fits: into a port that is free (an outcome into that of its verdict), else into the wire that leaves the
 * first port that fits, else to nothing.
 */
export function insertAfter(graph: Graph, node: Node, afterId: string): Graph {
  const after = nodeOf(graph, afterId)
  if (!after) return addNode(graph, node, freePosition(graph, { x: 0, y: 0 }, node))
  const position = freePosition(graph, besides(graph, after), node)
  const added = addNode(graph, node, position)
  const fitting = outPortsOf(after.kind).filter((port) =>
    fittingInPort({ kind: after.kind, port: port.port }, node.kind),
  )
  const open = fitting.filter((port) => occupantOf(graph, { node: after.id, port: port.port }) === null)
  // What comes back to the planner is no end.
  const ends = node.kind === 'outcome' ? open.filter((port) => port.port !== 'replan') : open
  const free = open.find((port) => port.port === wayTo(node)) ?? ends[0] ?? open[0]
  const first = fitting[0]
  if (first && free !== first && fanOf(graph, after.id, first) === 'one') {
    const occupant = occupantOf(graph, { node: after.id, port: first.port })
    const spliced = occupant ? spliceNode(added, occupant.id, node.id) : null
    if (spliced) return spliced
  }
  const port = free ?? null
  if (!port) return added
  return joinStage(addNodeAtPort(graph, node, position, { node: after.id, port: port.port }), node, after)
}

/** The verdict that an outcome is for. */
function wayTo(node: Node): PortName | null {
  return node.kind === 'outcome' ? verdictFor[node.status] : null
}

const verdictFor = {
  succeeded: 'pass',
  failed: 'bail',
  'rolled-back': 'rollback',
  bailed: 'bail',
} as const satisfies Record<OutcomeNode['status'], PortName>

/** An action that is added to a planner leads to the verifier that the planner's other actions lead to. */
function joinStage(graph: Graph, node: Node, before: Node): Graph {
  if ((before.kind !== 'planner' && before.kind !== 'approval') || node.kind !== 'action') return graph
  const port = before.kind === 'planner' ? 'plan' : 'granted'
  const siblings = graph.edges.flatMap(({ from, to }) =>
    from.node === before.id && from.port === port && to.node !== node.id ? [to.node] : [],
  )
  const [verifier] = siblings.flatMap((id) => occupantOf(graph, { node: id, port: 'result' })?.to ?? [])
  if (!verifier) return graph
  const connected = connect(graph, { node: node.id, port: 'result' }, verifier)
  return connected.ok ? connected.graph : graph
}

function besides(graph: Graph, node: Node): Position {
  const at = graph.layout.positions[node.id] ?? { x: 0, y: 0 }
  return { x: at.x + cardWidth + 96, y: at.y }
}

/** The nearest place at or below the wish where a node stands on no other, on the grid. */
export function freePosition(graph: Graph, wish: Position, node: Node): Position {
  const boxes = graph.nodes.map((each) => ({
    at: graph.layout.positions[each.id] ?? { x: 0, y: 0 },
    height: cardHeight(each.kind),
  }))
  const x = Math.round(wish.x / grid) * grid
  let y = Math.round(wish.y / grid) * grid
  const collides = () =>
    boxes.some(
      ({ at, height }) =>
        x < at.x + cardWidth + grid &&
        at.x < x + cardWidth + grid &&
        y < at.y + height + grid &&
        at.y < y + cardHeight(node.kind) + grid,
    )
  while (collides()) y += grid
  return { x, y }
}
