import { Rocket } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { useNeedsSecond } from '../draft/Proposed.tsx'
import { PublishForm } from '../laterParts.tsx'
import { isCanary, isPublished, nextNumber } from '../store/draftSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

/** Opens what publishing needs: a note, or the errors that stand in the way. */
export function PublishButton() {
  const store = useEditorStore()
  const open = useEditor((state) => state.publishing)
  const next = useEditor(nextNumber)
  const live = useEditor((state) => {
    if (isPublished(state)) return state.published
    return isCanary(state) ? state.canary : null
  })
  const loop = useEditor((state) => state.graph.name)
  const needsSecond = useNeedsSecond(loop, 'publish')
  return (
    <Popover
      label="Publish"
      align="end"
      open={open}
      onOpenChange={(to) => store.getState().setPublishing(to)}
      className="w-96"
      trigger={
        <Button
          variant={live ? 'secondary' : 'primary'}
          icon={<Rocket aria-hidden />}
          title={live ? `Nothing to publish: same as version ${live.number}` : undefined}
          className={live ? 'text-fg-3' : ''}
        >
          {needsSecond ? 'Propose' : 'Publish'} version {next}
        </Button>
      }
    >
      <PublishForm />
    </Popover>
  )
}
