import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { Time } from '../../ui/Time.tsx'
import { differences } from '../model/differences.ts'
import { readGraph } from '../model/readGraph.ts'
import type { DraftStatus } from '../store/draftSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

type Theirs = Extract<DraftStatus, { type: 'conflict' }>['theirs']

/** Somebody else saved: what differs, and the builder's choice. Nothing is overwritten before it is made. */
export function ConflictButton({ theirs }: { theirs: Theirs }) {
  const store = useEditorStore()
  const [open, setOpen] = useState(true)
  const mine = useEditor((state) => state.graph)
  const list = differences(mine, theirs.graph)
  const read = readGraph(theirs.graph)
  const settle = (choice: 'theirs' | 'mine') => {
    const state = store.getState()
    if (choice === 'theirs' && read.ok) {
      state.edit('Took the other draft', () => read.graph)
      state.setDraft({ type: 'saved', at: theirs.savedAt }, theirs.revision)
      store.setState({ savedGraph: read.graph })
      return
    }
    state.setDraft({ type: 'unsaved' }, theirs.revision)
    state.services.save()
  }
  return (
    <Popover
      label="The draft was changed elsewhere"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="danger" icon={<TriangleAlert aria-hidden />}>
          Changed elsewhere
        </Button>
      }
    >
      <div className="flex flex-col gap-2 text-sm">
        <p>
          <strong className="font-semibold">{theirs.savedBy}</strong> saved this draft{' '}
          <Time at={theirs.savedAt} />. Yours is kept in this browser and was not saved over it.
        </p>
        {list.length === 0 ? (
          <p className="text-fg-2">Both drafts are the same.</p>
        ) : (
          <ul aria-label="What differs" className="max-h-48 list-disc overflow-auto pl-4 text-xs text-fg-2">
            {list.slice(0, 30).map((line) => (
              <li key={line}>{line}</li>
            ))}
            {list.length > 30 && <li>and {list.length - 30} more</li>}
          </ul>
        )}
        {!read.ok && (
          <p className="text-xs text-fg-2">Theirs can’t be shown on the canvas: {read.faults[0]?.message}</p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={() => settle('mine')}>Overwrite with mine</Button>
          <Button variant="primary" disabled={!read.ok} onClick={() => settle('theirs')}>
            Take theirs
          </Button>
        </div>
      </div>
    </Popover>
  )
}
