import { type NodeChange, type NodeMouseHandler, useStoreApi, type Viewport } from '@xyflow/react'
import { type MouseEvent, useMemo } from 'react'
import { useEditorStore } from '../store/EditorContext.ts'
import type { CanvasElement } from './asideElements.ts'
import { openElement, selectAlone, selectedAfter, selectForMenu, selectGroup } from './canvasSelection.ts'
import type { FlowEdge } from './flowElements.ts'
import { showsAll } from './showsAll.ts'
import type { useDragging } from './useDragging.ts'
import { useWiring } from './useWiring.ts'

type Dragging = Pick<ReturnType<typeof useDragging>, 'onPositions' | 'onDragStop' | 'onSelectionDragStop'>

/** What was held while the button was pressed. */
type Pressed = Partial<Pick<MouseEvent, 'shiftKey' | 'metaKey' | 'ctrlKey'>>

/**
 * What pointing at the canvas does. Made once, because React Flow draws every node and edge again for a handler that is another one, and
 * asks each of them again whether it changed.
 */
export function useCanvasHandlers({ onPositions, onDragStop, onSelectionDragStop }: Dragging) {
  const store = useEditorStore()
  const wiring = useWiring()
  const flow = useStoreApi()
  return useMemo(() => {
    const onEdgeClick = (event: Pressed, edge: Pick<FlowEdge, 'id'>) => {
      const { selection, select } = store.getState()
      const adds = event.shiftKey || event.metaKey || event.ctrlKey
      select({
        nodes: adds ? selection.nodes : [],
        notes: adds ? selection.notes : [],
        edges: adds ? [...selection.edges.filter((id) => id !== edge.id), edge.id] : [edge.id],
      })
    }
    /** Wires that are seen from far away are no elements of their own: a click on one is a click on the pane. */
    const onPaneClick = (event: Pressed & Pick<MouseEvent, 'clientX' | 'clientY'>) => {
      const { canvas, select } = store.getState()
      const wire = canvas?.farWireAt(event.clientX, event.clientY) ?? null
      if (wire === null) select({})
      else onEdgeClick(event, { id: wire })
    }
    const onNodeClick: NodeMouseHandler<CanvasElement> = (event, node) => {
      const adds = event.shiftKey || event.metaKey || event.ctrlKey
      if (node.type === 'group') selectGroup(store.getState(), node.data.group.id, event.shiftKey)
      // React Flow leaves several selected when one of them is clicked, so that they can be dragged together.
      else if (!adds) selectAlone(store.getState(), node)
    }
    const onNodeDoubleClick: NodeMouseHandler<CanvasElement> = (_, node) =>
      openElement(store.getState(), node)
    /** While something is dragged nothing else can be pointed at; looking for it among thousands of wires would take longer than drawing. */
    const setMoving = (moving: boolean) => flow.getState().domNode?.toggleAttribute('data-moving', moving)
    const onDragStart = () => void setMoving(true)
    return {
      ...wiring,
      onEdgeClick,
      onNodeClick,
      onNodeDoubleClick,
      onNodeDragStart: onDragStart,
      onSelectionDragStart: onDragStart,
      onNodeDragStop: (...dropped: Parameters<typeof onDragStop>) => {
        setMoving(false)
        onDragStop(...dropped)
      },
      onSelectionDragStop: (...dropped: Parameters<typeof onSelectionDragStop>) => {
        setMoving(false)
        onSelectionDragStop(...dropped)
      },
      onNodesChange: (changes: NodeChange<CanvasElement>[]) => {
        onPositions(changes)
        const selects = changes.filter((change) => change.type === 'select')
        if (selects.length === 0) return
        const { selection, select } = store.getState()
        select({ ...selectedAfter(selection, selects), edges: selection.edges })
      },
      onMoveEnd: (_: unknown, viewport: Viewport) => {
        const seen = flow.getState()
        store.getState().setViewport(showsAll(seen, seen, viewport) ? null : viewport)
      },
      onPaneClick,
      onNodeContextMenu: (_: unknown, element: CanvasElement) => selectForMenu(store.getState(), element),
      onEdgeContextMenu: (_: unknown, edge: FlowEdge) => {
        const { selection, select } = store.getState()
        if (!selection.edges.includes(edge.id)) select({ edges: [edge.id] })
      },
      /** The right button also moves the canvas: React Flow tells here that it did not, and keeps the event itself from the menu. */
      onPaneContextMenu: ({ target, clientX, clientY }: globalThis.MouseEvent | MouseEvent) => {
        onPaneClick({ clientX, clientY })
        if (!(target instanceof Element)) return
        target.parentElement?.dispatchEvent(
          new globalThis.MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY }),
        )
      },
    }
  }, [store, flow, wiring, onPositions, onDragStop, onSelectionDragStop])
}
