import type { Edge, PortName, PortRef } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { NodeId } from '../../../shared/graph/ids.ts'
import type { Node, NodeKind } from '../../../shared/graph/nodes/node.ts'
import { type InPort, inPorts, type OutPort, outPorts, portsFit } from '../../../shared/graph/ports.ts'
import { uniqueId } from './uniqueId.ts'

export type Connected =
  | { ok: true; graph: Graph; edge: Edge; replaced: Edge | null }
  | { ok: false; reason: string }

export function outPortsOf(kind: NodeKind): readonly OutPort[] {
  return outPorts[kind]
}
export function inPortsOf(kind: NodeKind): readonly InPort[] {
  return inPorts[kind]
}

const byId = new WeakMap<readonly Node[], ReadonlyMap<string, Node>>()

/** The node with an id. A graph that is asked for many is searched once. */
export function nodeOf({ nodes }: Pick<Graph, 'nodes'>, id: string): Node | undefined {
  const known = byId.get(nodes) ?? new Map(nodes.toReversed().map((node) => [node.id, node]))
  byId.set(nodes, known)
  return known.get(id)
}

/** Whether a wire may be drawn between two ports of the graph; when not, why. */
export function canConnect(
  graph: Graph,
  from: PortRef,
  to: PortRef,
): { ok: true } | { ok: false; reason: string } {
  const source = nodeOf(graph, from.node)
  const target = nodeOf(graph, to.node)
  if (!source || !target) return { ok: false, reason: 'One end is no longer there' }
  if (source.id === target.id) return { ok: false, reason: 'A node can’t be wired to itself' }
  const fit = portsFit({ kind: source.kind, port: from.port }, { kind: target.kind, port: to.port })
  if (!fit.ok) return fit
  const same = graph.edges.some((edge) => samePort(edge.from, from) && samePort(edge.to, to))
  return same ? { ok: false, reason: 'They are wired already' } : { ok: true }
}

export function samePort(one: PortRef, other: PortRef): boolean {
  return one.node === other.node && one.port === other.port
}

/** Draws a wire where it fits. A port that takes one wire gives up the one that it had. */
export function connect(graph: Graph, from: PortRef, to: PortRef): Connected {
  const allowed = canConnect(graph, from, to)
  if (!allowed.ok) return allowed
  const replaced = occupantOf(graph, from)
  const kept = replaced ? graph.edges.filter((edge) => edge !== replaced) : graph.edges
  const id = uniqueId(
    `${from.node}.${from.port}-${to.node}.${to.port}`,
    kept.map((edge) => edge.id),
  )
  const edge: Edge = { id, from, to }
  return { ok: true, graph: { ...graph, edges: [...kept, edge] }, edge, replaced }
}

/** Whether many wires may leave a port: of an approval's “granted” only where it stands between a planner and its actions. */
export function fanOf(graph: Graph, node: NodeId, { port, fan }: OutPort): OutPort['fan'] {
  if (port !== 'granted') return fan
  return graph.edges.some((edge) => edge.to.node === node && edge.from.port === 'plan') ? 'many' : 'one'
}

/** The wire that stands on an out port that takes only one. */
export function occupantOf(graph: Graph, from: PortRef): Edge | null {
  const node = nodeOf(graph, from.node)
  const port = node && outPortsOf(node.kind).find((candidate) => candidate.port === from.port)
  if (!port || fanOf(graph, from.node, port) === 'many') return null
  return graph.edges.find((edge) => samePort(edge.from, from)) ?? null
}

/** Every port of the graph that a wire from this port may lead to, in the order of the nodes. */
export function targetsOf(graph: Graph, from: PortRef): PortRef[] {
  return graph.nodes.flatMap((node) =>
    inPortsOf(node.kind)
      .map((port): PortRef => ({ node: node.id, port: port.port }))
      .filter((to) => canConnect(graph, from, to).ok),
  )
}

/** The first in port of that kind which takes what the out port carries. */
export function fittingInPort(from: { kind: NodeKind; port: PortName }, kind: NodeKind): PortName | null {
  return inPortsOf(kind).find((port) => portsFit(from, { kind, port: port.port }).ok)?.port ?? null
}

/** The first out port of that kind which fits the in port. `undo` is never picked: it is a wire apart. */
export function fittingOutPort(kind: NodeKind, to: { kind: NodeKind; port: PortName }): PortName | null {
  const fits = outPortsOf(kind).find(
    (port) => port.port !== 'undo' && portsFit({ kind, port: port.port }, to).ok,
  )
  return fits?.port ?? null
}

/** A wire that is let go over a card, not a port of it: it ends at the port that fits, else at the first one, which says why it doesn’t. */
export function wireToCard(
  graph: Graph,
  start: PortRef,
  side: 'source' | 'target',
  card: string,
): { from: PortRef; to: PortRef } | null {
  const known = nodeOf(graph, start.node)
  const node = nodeOf(graph, card)
  if (!known || !node) return null
  const ref = { kind: known.kind, port: start.port }
  if (side === 'source') {
    const port = fittingInPort(ref, node.kind) ?? inPortsOf(node.kind)[0]?.port ?? 'in'
    return { from: start, to: { node: card, port } }
  }
  const port = fittingOutPort(node.kind, ref) ?? outPortsOf(node.kind)[0]?.port ?? 'result'
  return { from: { node: card, port }, to: start }
}

/** What a wire carries, in words. */
export function contractOf(graph: Graph, edge: Edge): string {
  const kind = nodeOf(graph, edge.from.node)?.kind
  const port = kind && outPortsOf(kind).find((each) => each.port === edge.from.port)
  return port ? `${port.port}: ${port.says}` : edge.from.port
}
