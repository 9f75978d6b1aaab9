import { useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { CanvasElement } from './asideElements.ts'
import { farWireAt } from './farWires.ts'
import type { FlowEdge } from './flowElements.ts'

type WiresInput = {
  sketched: boolean
  elements: CanvasElement[]
  edges: FlowEdge[]
  /** Wires on which something stands. */
  marked?: ReadonlySet<string> | undefined
  /** The elements that follow the pointer, by id. */
  moving?: Readonly<Record<string, unknown>> | undefined
}

const noEdges: FlowEdge[] = []
/** How close to a wire one has to point, in pixels of the screen. */
const reach = 5

/**
 * From far away only wires that are something by themselves are elements: what is selected, marked, moved, written on, changed or where a run is.
 * The others are `far`, to be drawn together; `at` finds one of them at a point of the page.
 */
export function useFarWires({ sketched, elements, edges, marked, moving }: WiresInput) {
  const flow = useReactFlow()
  // The same string for as long as the same things are moved.
  const movingIds = Object.keys(moving ?? {}).join(' ')
  const parted = useMemo(() => {
    if (!sketched) return { near: edges, far: noEdges }
    const moved = new Set(movingIds.split(' '))
    const isNear = ({ id, source, target, selected, className, data }: FlowEdge) =>
      selected === true ||
      data?.run === 'active' ||
      (data?.label ?? null) !== null ||
      (className !== undefined && className !== 'diff-same') ||
      marked?.has(id) === true ||
      moved.has(source) ||
      moved.has(target)
    const { near = noEdges, far = noEdges } = Object.groupBy(edges, (edge) => (isNear(edge) ? 'near' : 'far'))
    return { near, far }
  }, [sketched, edges, marked, movingIds])
  const now = useRef({ far: parted.far, elements })
  useEffect(() => {
    now.current = { far: parted.far, elements }
  })
  const at = useCallback(
    (x: number, y: number) => {
      const { far, elements: shown } = now.current
      if (far.length === 0) return null
      return farWireAt(
        flow.screenToFlowPosition({ x, y }, { snapToGrid: false }),
        reach / flow.getZoom(),
        shown,
        far,
      )
    },
    [flow],
  )
  return { ...parted, at }
}
