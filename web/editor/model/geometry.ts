import type { PortName } from '../../../shared/graph/edge.ts'
import type { NodeKind } from '../../../shared/graph/nodes/node.ts'
import { inPortsOf, outPortsOf } from './connect.ts'

/** The canvas grid, in pixels at zoom 1. */
export const grid = 8
export const cardWidth = 240

/** Heights are fixed by the kind, so that wires can be drawn before anything is measured and nothing jumps. */
const heights = {
  trigger: 80,
  planner: 80,
  action: 80,
  verifier: 152,
  approval: 104,
  outcome: 80,
} as const satisfies Record<NodeKind, number>

export function cardHeight(kind: NodeKind): number {
  return heights[kind]
}

export type HandlePlace = { port: PortName; side: 'left' | 'right' | 'bottom'; x: number; y: number }

const portSize = 10

/** The dot of a port around the place where it stands; a wire ends at its outer edge. */
export const portBox = ({ x, y }: { x: number; y: number }) => ({
  x: x - portSize / 2,
  y: y - portSize / 2,
  width: portSize,
  height: portSize,
})

/** Where a card's handles stand, from its top left corner. */
export function handlePlaces(kind: NodeKind): { into: HandlePlace[]; out: HandlePlace[] } {
  const height = cardHeight(kind)
  const into = inPortsOf(kind).map((port): HandlePlace => ({ port: port.port, side: 'left', x: 0, y: 40 }))
  const right = outPortsOf(kind).filter((port) => port.port !== 'undo')
  const step = 24
  const first = right.length === 1 ? 40 : height - 16 - (right.length - 1) * step
  const out = right.map(
    (port, index): HandlePlace => ({ port: port.port, side: 'right', x: cardWidth, y: first + index * step }),
  )
  const undo = outPortsOf(kind)
    .filter((port) => port.port === 'undo')
    .map((port): HandlePlace => ({ port: port.port, side: 'bottom', x: 48, y: height }))
  return { into, out: [...out, ...undo] }
}
