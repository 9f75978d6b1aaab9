import type { EdgeRole } from '../model/edgeRole.ts'
import type { CanvasElement } from './asideElements.ts'
import type { FlowEdge } from './flowElements.ts'
import { forwardPath, loopPath, type WireEnds } from './wirePath.ts'

/** Many wires that look the same, as one path. */
export type FarWire = { key: string; role: EdgeRole; strength: Strength; path: string }
/** How much it stands out: a run went along it, or it is not what is looked at. */
type Strength = 'plain' | 'taken' | 'dim'

/** A wire in itself, with the path that it was drawn by. */
type Drawn = { source: CanvasElement; target: CanvasElement; path: string }

/** Draws wires as a few paths, one for each look. A wire whose ends stand still is not computed again. */
export function createFarWires() {
  const drawn = new WeakMap<FlowEdge, Drawn>()
  return (elements: readonly CanvasElement[], edges: readonly FlowEdge[]): FarWire[] => {
    const byId = new Map(elements.map((element) => [element.id, element]))
    const looks = new Map<string, Omit<FarWire, 'path'> & { paths: string[] }>()
    for (const edge of edges) {
      const source = byId.get(edge.source)
      const target = byId.get(edge.target)
      if (!edge.data || !source || !target) continue
      const { role } = edge.data
      const strength = strengthOf(edge)
      const key = `${role} ${strength}`
      const look = looks.get(key) ?? { key, role, strength, paths: [] }
      looks.set(key, look)
      const known = drawn.get(edge)
      const path =
        known && isStill(known.source, source) && isStill(known.target, target)
          ? known.path
          : wireOf(edge, source, target)
      if (path === null) continue
      drawn.set(edge, { source, target, path })
      look.paths.push(path)
    }
    return [...looks.values()].map(({ paths, ...look }) => ({ ...look, path: paths.join(' ') }))
  }
}

function strengthOf({ data, className }: FlowEdge): Strength {
  if (data?.run === 'idle' || className === 'diff-same') return 'dim'
  return data?.run === 'taken' ? 'taken' : 'plain'
}

const isStill = (before: CanvasElement, now: CanvasElement) =>
  before === now || (before.position.x === now.position.x && before.position.y === now.position.y)

/** The id of the wire that is drawn through a point, or within `reach` of it; the last one where there are several. */
export function farWireAt(
  at: { x: number; y: number },
  reach: number,
  elements: readonly CanvasElement[],
  edges: readonly FlowEdge[],
): string | null {
  const pen = document.createElement('canvas').getContext('2d')
  if (!pen) return null
  pen.lineWidth = 2 * reach
  const byId = new Map(elements.map((element) => [element.id, element]))
  const found = edges.findLast((edge) => {
    const source = byId.get(edge.source)
    const target = byId.get(edge.target)
    const path = source && target && wireOf(edge, source, target)
    return path ? pen.isPointInStroke(new Path2D(path), at.x, at.y) : false
  })
  return found?.id ?? null
}

function wireOf(edge: FlowEdge, source: CanvasElement, target: CanvasElement): string | null {
  const from = portAt(source, 'source', edge.sourceHandle)
  const to = portAt(target, 'target', edge.targetHandle)
  if (!from || !to) return null
  const ends: WireEnds = {
    sourceX: from.x,
    sourceY: from.y,
    sourcePosition: from.position,
    targetX: to.x,
    targetY: to.y,
    targetPosition: to.position,
  }
  return edge.data?.role === 'loop' ? loopPath(ends, edge.data.floor).path : forwardPath(ends).path
}

/** Where a wire meets a card: in the middle of the outer side of the port, as React Flow has it. */
function portAt({ position: at, handles }: CanvasElement, type: 'source' | 'target', id?: string | null) {
  const port = handles?.find((each) => each.type === type && each.id === id)
  if (!port) return null
  const { position, x, y, width = 0, height = 0 } = port
  const right = position === 'right' ? width : position === 'left' ? 0 : width / 2
  const down = position === 'bottom' ? height : position === 'top' ? 0 : height / 2
  return { position, x: at.x + x + right, y: at.y + y + down }
}
