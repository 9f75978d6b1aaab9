import type { Graph } from '../../../shared/graph/graph.ts'
import type { EdgeRole } from '../model/edgeRole.ts'
import { cardHeight, cardWidth } from '../model/geometry.ts'

const clearance = 40
const lane = 28

/** How far down the arc of each way back runs: below everything that stands between its ends, one lane an arc. */
export function loopFloors(graph: Graph, roles: ReadonlyMap<string, EdgeRole>): ReadonlyMap<string, number> {
  const floors = new Map<string, number>()
  const loops = graph.edges.filter((edge) => roles.get(edge.id) === 'loop')
  if (loops.length === 0) return floors
  const boxes = graph.nodes.flatMap((node) => {
    const at = graph.layout.positions[node.id]
    return at ? [{ left: at.x, right: at.x + cardWidth, bottom: at.y + cardHeight(node.kind) }] : []
  })
  loops.forEach((edge, index) => {
    const from = graph.layout.positions[edge.from.node]
    const to = graph.layout.positions[edge.to.node]
    if (!from || !to) return
    const left = Math.min(from.x, to.x) - clearance
    const right = Math.max(from.x, to.x) + cardWidth + clearance
    const below = boxes.filter((box) => box.right > left && box.left < right).map((box) => box.bottom)
    floors.set(edge.id, Math.max(...below) + clearance + index * lane)
  })
  return floors
}
