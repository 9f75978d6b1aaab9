import { graphlib, layout } from '@dagrejs/dagre'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'
import { edgeRoles } from './edgeRole.ts'
import { cardHeight, cardWidth, grid } from './geometry.ts'

const gap = 40

/**
 * Places for every node, left to right. Ways back are left out, so that the main path decides the order and the loop
 * stays a loop; an action that only undoes another stands under it.
 */
export function layoutGraph(graph: Graph): Record<string, Position> {
  const undoers = undoOnly(graph)
  const stackOf = (id: string): string[] =>
    undoers.get(id)?.flatMap((child) => [child, ...stackOf(child)]) ?? []
  const children = new Set([...undoers.values()].flat())
  const heightOf = (id: string) => cardHeight(graph.nodes.find((node) => node.id === id)?.kind ?? 'action')
  const columnHeight = (id: string) =>
    [id, ...stackOf(id)].reduce((sum, each) => sum + heightOf(each) + gap, -gap)

  const dagre = new graphlib.Graph({ directed: true, multigraph: true })
  dagre.setGraph({ rankdir: 'LR', nodesep: gap, ranksep: 120, marginx: 0, marginy: 0 })
  dagre.setDefaultEdgeLabel(() => ({}))
  for (const node of graph.nodes) {
    if (!children.has(node.id)) dagre.setNode(node.id, { width: cardWidth, height: columnHeight(node.id) })
  }
  const roles = edgeRoles(graph)
  for (const edge of graph.edges) {
    const role = roles.get(edge.id)
    if (role === 'loop' || role === 'undo' || children.has(edge.from.node) || children.has(edge.to.node))
      continue
    dagre.setEdge(
      edge.from.node,
      edge.to.node,
      { weight: role === 'main' || role === 'use' ? 4 : 1 },
      edge.id,
    )
  }
  layout(dagre)

  const snap = (value: number) => Math.round(value / grid) * grid
  const places: Record<string, Position> = {}
  for (const id of dagre.nodes()) {
    const box = dagre.node(id) as { x: number; y: number }
    const x = snap(box.x - cardWidth / 2)
    let y = snap(box.y - columnHeight(id) / 2)
    for (const each of [id, ...stackOf(id)]) {
      places[each] = { x, y }
      y += heightOf(each) + gap
    }
  }
  return places
}

/** Which actions serve only to undo another one, by the action that they undo. */
function undoOnly(graph: Graph): Map<string, string[]> {
  const undone = new Map<string, string[]>()
  for (const node of graph.nodes) {
    const into = graph.edges.filter((edge) => edge.to.node === node.id)
    const first = into[0]
    if (!first || into.some((edge) => edge.from.port !== 'undo')) continue
    // Two actions that undo each other would stand under each other for ever.
    if (graph.edges.some((edge) => edge.from.node === node.id && edge.from.port === 'undo')) continue
    undone.set(first.from.node, [...(undone.get(first.from.node) ?? []), node.id])
  }
  return undone
}
