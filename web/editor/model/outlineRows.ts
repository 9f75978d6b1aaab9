import type { Edge, PortName } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { NodeKind } from '../../../shared/graph/nodes/node.ts'
import { outPortsOf } from './connect.ts'
import { depths } from './edgeRole.ts'

type Place = { key: string; node: string; depth: number }

/** A line of the outline: a node, or under an open node a wire that leaves it or a port that leads nowhere. */
export type OutlineRow =
  | (Place & { type: 'node'; open: boolean })
  | (Place & { type: 'wire'; port: PortName; edge: string; to: string })
  | (Place & { type: 'port'; port: PortName })

type Named = { id: string; kind: NodeKind }

/** The lines of a graph, from where a run starts: each node before what it leads to, as far as loops let it. */
export function outlineRows(
  nodes: readonly Named[],
  edges: Graph['edges'],
  open: ReadonlySet<string>,
): OutlineRow[] {
  const depth = depths({ nodes, edges })
  const leaving = Map.groupBy(edges, (edge) => edge.from.node)
  return nodes
    .map(({ id, kind }) => ({ id, kind, depth: depth.get(id) ?? 0 }))
    .toSorted((one, other) => one.depth - other.depth)
    .flatMap(({ id, kind, depth: at }): OutlineRow[] => [
      { type: 'node', key: id, node: id, depth: at, open: open.has(id) },
      ...(open.has(id) ? portRows(id, kind, at + 1, leaving.get(id) ?? []) : []),
    ])
}

function portRows(node: string, kind: NodeKind, depth: number, leaving: readonly Edge[]): OutlineRow[] {
  return outPortsOf(kind).flatMap(({ port }): OutlineRow[] => {
    const wires = leaving.filter((edge) => edge.from.port === port)
    if (wires.length === 0) return [{ type: 'port', key: `${node} ${port}`, node, depth, port }]
    return wires.map((edge) => ({
      type: 'wire',
      key: `${node} ${port} ${edge.id}`,
      node,
      depth,
      port,
      edge: edge.id,
      to: edge.to.node,
    }))
  })
}

/** What a node comes after and leads to, in words for who can't see the wires. */
export function wiresInWords(graph: Graph, id: string): string {
  const title = (node: string) =>
    graph.nodes.find((each) => each.id === node)?.title || 'a node without title'
  const list = (ids: readonly string[]) => [...new Set(ids)].map(title).join(', ')
  const before = graph.edges.flatMap(({ from, to }) => (to.node === id ? [from.node] : []))
  const next = graph.edges.flatMap(({ from, to }) => (from.node === id ? [to.node] : []))
  const parts = [
    ...(before.length > 0 ? [`After ${list(before)}.`] : []),
    next.length > 0 ? `Leads to ${list(next)}.` : 'Leads nowhere.',
  ]
  return parts.join(' ')
}
