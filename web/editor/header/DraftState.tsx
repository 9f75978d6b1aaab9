import { CloudCheck, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { assertNever } from '../../../shared/assertNever.ts'
import { Button } from '../../ui/Button.tsx'
import { Time } from '../../ui/Time.tsx'
import { ConflictButton } from '../draft/ConflictButton.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

/** Whether the draft is saved, said in words; where it is not, what happens next. */
export function DraftState() {
  const store = useEditorStore()
  const draft = useEditor((state) => state.draft)
  switch (draft.type) {
    case 'saved':
      return (
        <Say icon={<CloudCheck aria-hidden className="text-success" />}>
          Saved <Time at={draft.at} />
        </Say>
      )
    case 'unsaved':
    case 'saving':
      return <Say icon={<LoaderCircle aria-hidden className="animate-spin" />}>Saving…</Say>
    case 'offline':
      return (
        <Say icon={<CloudOff aria-hidden className="text-warning" />}>
          Not saved: the server does not answer. Kept in this browser.
          <Button size="sm" onClick={() => store.getState().services.save()}>
            Try again
          </Button>
        </Say>
      )
    case 'conflict':
      return <ConflictButton theirs={draft.theirs} />
    case 'refused':
      return (
        <Say icon={<TriangleAlert aria-hidden className="text-danger" />}>
          Not saved: {draft.message}
          <Button size="sm" onClick={() => store.getState().services.save()}>
            Try again
          </Button>
        </Say>
      )
    default:
      return assertNever(draft)
  }
}

function Say({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className="flex min-w-0 items-center gap-1 truncate text-xs text-fg-2 [&_svg]:size-3.5 [&_svg]:shrink-0">
      {icon}
      {children}
    </span>
  )
}
