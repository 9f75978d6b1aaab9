import { GitCompareArrows, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { Time } from '../../ui/Time.tsx'
import { graphDiff } from '../model/graphDiff.ts'
import { readGraph } from '../model/readGraph.ts'
import { draftSide, theirsSide } from '../store/compareSlice.ts'
import type { DraftStatus } from '../store/draftSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { diffWords } from '../versions/diffWords.ts'
import { overwriteTheirs, takeTheirs } from './settleConflict.ts'

type Theirs = Extract<DraftStatus, { type: 'conflict' }>['theirs']

/** Somebody else saved: what differs, and the builder's choice. Nothing is overwritten before it is made. */
export function ConflictButton({ theirs }: { theirs: Theirs }) {
  const store = useEditorStore()
  const [open, setOpen] = useState(true)
  const mine = useEditor((state) => state.graph)
  const read = useMemo(() => readGraph(theirs.graph), [theirs.graph])
  const words = useMemo(() => (read.ok ? diffWords(graphDiff(read.graph, mine)) : null), [read, mine])
  return (
    <Popover
      label="The draft was changed elsewhere"
      open={open}
      onOpenChange={setOpen}
      className="w-96"
      trigger={
        <Button size="sm" variant="danger" icon={<TriangleAlert aria-hidden />}>
          Changed elsewhere
        </Button>
      }
    >
      <div className="flex flex-col gap-2 text-sm">
        <p>
          <strong className="font-semibold">{theirs.savedBy}</strong> saved this draft{' '}
          <Time at={theirs.savedAt} />, in another tab or at another desk. Yours is kept in this browser and
          was not saved over it.
        </p>
        {words && <p className="text-fg-2">From theirs to yours: {words}.</p>}
        {!read.ok && (
          <p className="text-xs text-fg-2">Theirs can’t be shown on the canvas: {read.faults[0]?.message}</p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => overwriteTheirs(store, theirs)}>Overwrite with mine</Button>
          <Button disabled={!read.ok} onClick={() => takeTheirs(store, theirs)}>
            Take theirs
          </Button>
          <Button
            variant="primary"
            icon={<GitCompareArrows aria-hidden />}
            disabled={!read.ok}
            onClick={() => {
              setOpen(false)
              store.getState().compare(theirsSide, draftSide)
            }}
          >
            See both and merge
          </Button>
        </div>
      </div>
    </Popover>
  )
}
