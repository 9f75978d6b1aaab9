import { Rocket } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { useNeedsSecond } from '../draft/Proposed.tsx'
import { PublishForm } from '../laterParts.tsx'
import { isPublished } from '../store/draftSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

/** Opens what publishing needs: a note, or the errors that stand in the way. */
export function PublishButton() {
  const store = useEditorStore()
  const open = useEditor((state) => state.publishing)
  const next = useEditor((state) => (state.published?.number ?? 0) + 1)
  const same = useEditor(isPublished)
  const loop = useEditor((state) => state.graph.name)
  const needsSecond = useNeedsSecond(loop)
  return (
    <Popover
      label="Publish"
      align="end"
      open={open}
      onOpenChange={(to) => store.getState().setPublishing(to)}
      className="w-96"
      trigger={
        <Button
          variant={same ? 'secondary' : 'primary'}
          icon={<Rocket aria-hidden />}
          title={same ? `Nothing to publish: same as version ${next - 1}` : undefined}
          className={same ? 'text-fg-3' : ''}
        >
          {needsSecond ? 'Propose' : 'Publish'} version {next}
        </Button>
      }
    >
      <PublishForm />
    </Popover>
  )
}
