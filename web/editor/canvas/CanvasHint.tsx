import { Kbd } from '../../ui/Kbd.tsx'
import { useEditor } from '../store/EditorContext.ts'
import { EmptyCanvas } from './EmptyCanvas.tsx'

/** Over an empty canvas, how to begin; over one with a single node, how to go on. */
export function CanvasHint() {
  const count = useEditor((state) => state.graph.nodes.length)
  if (count === 0) return <EmptyCanvas />
  if (count > 1) return null
  return (
    <p className="pointer-events-none absolute inset-x-0 bottom-6 z-1 mx-auto flex w-fit items-center gap-1.5 rounded-md border border-line-1 bg-surface-1 px-3 py-1.5 text-xs text-fg-2">
      Drag from a port to go on, or press <Kbd keys="Tab" /> to add what comes next
    </p>
  )
}
