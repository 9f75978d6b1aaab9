import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'
import { cardHeight, cardWidth } from './geometry.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/** The node that an arrow key leads to: along a wire when one goes that way, else the nearest one that lies there. */
export function neighbour(graph: Graph, id: string, direction: Direction): string | null {
  const from = centreOf(graph, id)
  if (!from) return null
  const wired = new Set(
    graph.edges.flatMap((edge) => {
      if (edge.from.node === id) return [edge.to.node]
      return edge.to.node === id ? [edge.from.node] : []
    }),
  )
  let best: { id: string; score: number } | null = null
  for (const node of graph.nodes) {
    const to = node.id === id ? null : centreOf(graph, node.id)
    if (!to) continue
    const distance = towards(from, to, direction)
    if (distance === null) continue
    const score = distance * (wired.has(node.id) ? 0.4 : 1)
    if (!best || score < best.score) best = { id: node.id, score }
  }
  return best?.id ?? null
}

function centreOf(graph: Graph, id: string): Position | null {
  const at = graph.layout.positions[id]
  const node = graph.nodes.find((each) => each.id === id)
  return at && node ? { x: at.x + cardWidth / 2, y: at.y + cardHeight(node.kind) / 2 } : null
}

/** How far it is in that direction, what lies across counting double; null when it lies elsewhere. */
function towards(from: Position, to: Position, direction: Direction): number | null {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const horizontal = direction === 'left' || direction === 'right'
  const along = horizontal ? dx : dy
  const signed = direction === 'left' || direction === 'up' ? -along : along
  const across = Math.abs(horizontal ? dy : dx)
  return signed > 4 && across <= signed * 3 ? signed + across * 2 : null
}
