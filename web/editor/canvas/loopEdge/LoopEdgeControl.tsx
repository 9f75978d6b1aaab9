import { Popover } from '../../../ui/Popover.tsx'
import { LoopEdgeForm } from '../../laterParts.tsx'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import type { LoopEdgeControlProps } from './LoopEdgeContext.ts'

/** The words on a way back as a button; it opens what bounds the loop and what ends it, in place. */
function LoopEdgeControl({ edge, className, children }: LoopEdgeControlProps) {
  const store = useEditorStore()
  const open = useEditor((state) => state.openLoopEdge === edge)
  return (
    <Popover
      label="The way back"
      side="top"
      align="center"
      className="w-84"
      open={open}
      onOpenChange={(next) => store.getState().openLoop(next ? edge : null)}
      trigger={
        <button type="button" className={className}>
          {children}
        </button>
      }
    >
      <LoopEdgeForm edge={edge} />
    </Popover>
  )
}

/** For the context: what stands on a way back where the graph is edited. */
export const renderLoopEdge = (props: LoopEdgeControlProps) => <LoopEdgeControl {...props} />
