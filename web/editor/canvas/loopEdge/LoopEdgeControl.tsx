import { cx } from '../../../ui/cx.ts'
import { Popover } from '../../../ui/Popover.tsx'
import { LoopEdgeForm } from '../../laterParts.tsx'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { useFarthest } from '../FarSight.tsx'
import type { LoopEdgeControlProps } from './LoopEdgeContext.ts'

/**
 * The words on a way back as a button; it opens what bounds the loop and what ends it, in place. From so far away that it would be a
 * target of less than 24 px (WCAG 2.2, 2.5.8) it is words alone: the command opens the same.
 */
function LoopEdgeControl({ edge, className, children }: LoopEdgeControlProps) {
  const store = useEditorStore()
  const open = useEditor((state) => state.openLoopEdge === edge)
  const farthest = useFarthest()
  if (farthest && !open) return <span className={cx(className, 'pointer-events-none')}>{children}</span>
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
