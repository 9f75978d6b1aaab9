import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { proofState } from './proofState.ts'

/** What is proved of the version that is about to go out. It warns, and stops nothing. */
export function PublishProofNotice() {
  const store = useEditorStore()
  const state = useEditor(proofState)
  const violations = useEditor(({ proof }) => proof?.report.violations ?? null)
  const goThere = () => {
    store.getState().setPublishing(false)
    store.getState().showDock('prove')
  }
  const link = (words: string) => (
    <button
      type="button"
      className="rounded-sm text-accent underline-offset-2 hover:underline"
      onClick={goThere}
    >
      {words}
    </button>
  )
  switch (state) {
    case 'holds':
      return (
        <p className="flex items-center gap-1 text-xs text-fg-2">
          <CircleCheck aria-hidden className="size-3.5 text-success" />
          Proved: every property holds
        </p>
      )
    case 'broken':
      return (
        <p className="flex items-center gap-1 text-xs">
          <TriangleAlert aria-hidden className="size-3.5 text-warning" />
          {violations?.length} {violations?.length === 1 ? 'run breaks' : 'runs break'} a property.{' '}
          {link('See them')}
        </p>
      )
    case 'open':
    case 'stale':
    case 'none':
      return (
        <p className="flex items-center gap-1 text-xs text-fg-2">
          <CircleHelp aria-hidden className="size-3.5" />
          {state === 'open'
            ? 'Not everything is proved of this version.'
            : 'Nothing is proved of this version yet.'}{' '}
          {link('Prove it')}
        </p>
      )
  }
}
