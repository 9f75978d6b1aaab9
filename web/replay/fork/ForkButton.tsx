import { GitBranchPlus } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { RunDetail } from '../../../shared/api/runs.ts'
import { Button } from '../../ui/Button.tsx'
import { loadedLater } from '../../ui/loadedLater.tsx'
import type { Playback, PlaybackState } from '../playback.ts'

const ForkDialog = loadedLater(async () => (await import('../besideTheRun.ts')).ForkDialog)

/** Forks the run at the iteration in view. Before the first there is nowhere that another run could begin. */
export function ForkButton({ run, playback }: { run: RunDetail; playback: Playback }) {
  const iteration = useStore(playback, iterationInView)
  const [open, setOpen] = useState(false)
  if (iteration === null) return null
  return (
    <>
      <Button
        icon={<GitBranchPlus aria-hidden />}
        onPointerEnter={() => void ForkDialog.load()}
        onClick={() => setOpen(true)}
      >
        Fork…
      </Button>
      {open && (
        <ForkDialog run={run} playback={playback} iteration={iteration} onClose={() => setOpen(false)} />
      )}
    </>
  )
}

/** The number of the iteration at the cursor, else of the first; null where none has begun. */
function iterationInView({ events, cursor, marks }: PlaybackState): number | null {
  const seq = marks.iteration.findLast((at) => at <= cursor) ?? marks.iteration[0]
  const event = seq === undefined ? undefined : events[seq - 1]
  return event?.type === 'iteration.started' ? event.data.iteration : null
}
