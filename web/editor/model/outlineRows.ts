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

/** The lines of a graph, from where a run starts: each node before what it leads to, as far as loops let it, and what undoes an action under it. */
export function outlineRows(
  nodes: readonly Named[],
  edges: Graph['edges'],
  open: ReadonlySet<string>,
): OutlineRow[] {
  // In the order in which they are reached: whatever a run doesn't get to follows as a whole.
  const depth = depths({ nodes, edges })
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]))
  const leaving = Map.groupBy(edges, (edge) => edge.from.node)
  return undosBesides([...depth.keys()], edges).flatMap((id): OutlineRow[] => {
    const [kind, at] = [kinds.get(id), depth.get(id) ?? 0]
    if (!kind) return []
    const row: OutlineRow = { type: 'node', key: id, node: id, depth: at, open: open.has(id) }
    return [row, ...(open.has(id) ? portRows(id, kind, at + 1, leaving.get(id) ?? []) : [])]
  })
}

/** The same nodes; those that only undo another come right after the first that they undo. */
function undosBesides(ids: readonly string[], edges: Graph['edges']): string[] {
  const undone = new Map<string, string>()
  for (const { from, to } of edges)
    if (from.port === 'undo' && !undone.has(to.node)) undone.set(to.node, from.node)
  for (const { from, to } of edges) if (from.port !== 'undo') undone.delete(to.node)
  const under = Map.groupBy(undone.keys(), (id) => undone.get(id))
  const listed = new Set<string>()
  const list = (id: string) => {
    if (listed.has(id)) return
    listed.add(id)
    for (const undo of under.get(id) ?? []) list(undo)
  }
  for (const id of ids) if (!undone.has(id)) list(id)
  // Actions that undo each other in a ring are under none.
  for (const id of ids) list(id)
  return [...listed]
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
