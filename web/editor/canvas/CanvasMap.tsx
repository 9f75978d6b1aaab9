import { MiniMap } from '@xyflow/react'
import { isMapShown } from '../store/canvasSlice.ts'
import { useEditor } from '../store/EditorContext.ts'
import type { CanvasElement } from './asideElements.ts'

/** The whole loop in small. What it shows is in the outline, too. */
export function CanvasMap() {
  const shown = useEditor(isMapShown)
  if (!shown) return null
  return (
    <MiniMap<CanvasElement>
      position="bottom-right"
      className="canvas-map"
      pannable
      zoomable
      ariaLabel="Map of the loop"
      nodeColor={hueOf}
      nodeStrokeWidth={0}
      nodeBorderRadius={6}
    />
  )
}

function hueOf(element: CanvasElement): string {
  if (element.type === 'note') return 'var(--warning-soft)'
  if (element.type === 'group') return 'var(--surface-3)'
  return `var(--kind-${element.data.node.kind})`
}
