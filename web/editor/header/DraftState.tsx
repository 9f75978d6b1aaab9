import { CloudCheck, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { assertNever } from '../../../shared/assertNever.ts'
import { Button } from '../../ui/Button.tsx'
import { Time } from '../../ui/Time.tsx'
import { ConflictButton } from '../draft/ConflictButton.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

/** Whether the draft is saved, said in words; where it is not, what happens next. */
export function DraftState() {
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
        <Say
          icon={<CloudOff aria-hidden className="text-warning" />}
          title="Not saved: the server does not answer. Kept in this browser."
          action={<SaveAgain />}
        >
          Not saved: the server does not answer. Kept in this browser.
        </Say>
      )
    case 'conflict':
      return <ConflictButton theirs={draft.theirs} />
    case 'refused':
      return (
        <Say
          icon={<TriangleAlert aria-hidden className="text-danger" />}
          title={`Not saved: ${draft.message}`}
          action={<SaveAgain />}
        >
          Not saved: {draft.message}
        </Say>
      )
    default:
      return assertNever(draft)
  }
}

function SaveAgain() {
  const store = useEditorStore()
  return (
    <Button size="sm" onClick={() => store.getState().services.save()}>
      Try again
    </Button>
  )
}

type SayProps = {
  icon: ReactNode
  /** What is said, whole, for where there is no room for it. */
  title?: string
  action?: ReactNode
  children: ReactNode
}

function Say({ icon, title, action, children }: SayProps) {
  return (
    <span className="flex min-w-0 shrink-[100] items-center gap-1 text-xs text-fg-2 [&_svg]:size-3.5 [&_svg]:shrink-0">
      {icon}
      <span className="truncate" title={title}>
        {children}
      </span>
      {action}
    </span>
  )
}
