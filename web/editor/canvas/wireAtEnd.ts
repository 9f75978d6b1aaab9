import type { Handle } from '@xyflow/react'
import { PortName, type PortRef } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { wireToCard } from '../model/connect.ts'
import { cardAt } from './cardAt.ts'

type End = Pick<Handle, 'nodeId' | 'id' | 'type'>

/** A port as the canvas names it. */
export function portRef(node: string | null | undefined, handle: string | null | undefined): PortRef | null {
  const port = PortName.safeParse(handle)
  return node && port.success ? { node, port: port.data } : null
}

/** The wire that a wire in the hand becomes where it is let go: at the port there, else at the card there. Null over empty space and over its own card. */
export function wireAtEnd(
  graph: Graph,
  held: End,
  over: End | null,
  at: { x: number; y: number },
): { from: PortRef; to: PortRef } | null {
  const start = portRef(held.nodeId, held.id)
  if (!start) return null
  if (over) {
    const end = portRef(over.nodeId, over.id)
    if (!end) return null
    return held.type === 'source' ? { from: start, to: end } : { from: end, to: start }
  }
  const card = cardAt(at.x, at.y)
  return card === null || card === start.node ? null : wireToCard(graph, start, held.type, card)
}
