import { useReactFlow } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'
import { cardHeight, cardWidth } from '../model/geometry.ts'
import { foldedHomes, groupFrame, groupOf } from '../model/groups.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import type { CanvasElement } from './asideElements.ts'
import { fitOptions } from './fitOptions.ts'
import type { FlowEdge } from './flowElements.ts'
import { foldedPlace } from './folded.ts'

const reduced = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches
const motion = () => ({ duration: reduced() ? 0 : 160 })

/** Where a node is to be seen: itself, or the card of the folded group that it is in. */
function placeOf(graph: Graph, id: string): Position | undefined {
  const home = foldedHomes(graph).get(id)
  const group = home === undefined ? undefined : groupOf(graph, home)
  const frame = group && groupFrame(graph, group)
  return frame ? foldedPlace(frame) : graph.layout.positions[id]
}

/** Lets commands ask the canvas to show things, while it is mounted. */
export function useCanvasPort(
  frame: RefObject<HTMLDivElement | null>,
  farWireAt: (x: number, y: number) => string | null,
): void {
  const store = useEditorStore()
  const flow = useReactFlow<CanvasElement, FlowEdge>()
  useEffect(() => {
    const visible = () => {
      const box = frame.current?.getBoundingClientRect()
      if (!box) return { left: 0, top: 0, right: 0, bottom: 0 }
      const from = flow.screenToFlowPosition({ x: box.left, y: box.top })
      const to = flow.screenToFlowPosition({ x: box.right, y: box.bottom })
      return { left: from.x, top: from.y, right: to.x, bottom: to.y }
    }
    const inSight = (id: string) => {
      const { graph } = store.getState()
      const node = graph.nodes.find((each) => each.id === id)
      const at = placeOf(graph, id)
      const view = visible()
      if (!node || !at) return true
      return (
        at.x >= view.left &&
        at.y >= view.top &&
        at.x + cardWidth <= view.right &&
        at.y + cardHeight(node.kind) <= view.bottom
      )
    }
    const fit = () => {
      // The nodes of an edit just made reach the canvas with the next frame.
      requestAnimationFrame(() => void flow.fitView({ ...fitOptions, ...motion() }))
    }
    store.getState().setCanvas({
      fit,
      reset: () => void flow.zoomTo(1, motion()),
      zoomIn: () => void flow.zoomIn(motion()),
      zoomOut: () => void flow.zoomOut(motion()),
      reveal: (ids) => {
        requestAnimationFrame(() => {
          if (ids.every(inSight)) return
          const places = ids.flatMap((id) => placeOf(store.getState().graph, id) ?? [])
          if (places.length === 0) return
          const x = places.reduce((sum, at) => sum + at.x, 0) / places.length + cardWidth / 2
          const y = places.reduce((sum, at) => sum + at.y, 0) / places.length + 40
          void flow.setCenter(x, y, { zoom: flow.getZoom(), ...motion() })
        })
      },
      farWireAt,
      focus: () => frame.current?.focus({ preventScroll: true }),
      centre: () => {
        const view = visible()
        return { x: (view.left + view.right - cardWidth) / 2, y: (view.top + view.bottom) / 2 - 40 }
      },
    })
    return () => store.getState().setCanvas(null)
  }, [store, flow, frame, farWireAt])
}
