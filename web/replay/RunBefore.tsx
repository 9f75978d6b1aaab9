import { CornerLeftUp } from 'lucide-react'
import { useStore } from 'zustand'
import type { Playback } from './playback.ts'
import { RunLink } from './RelatedRuns.tsx'

/** The run whose end started this one; nothing where there is none. */
export function RunBefore({ playback }: { playback: Playback }) {
  const after = useStore(playback, ({ events: [first] }) =>
    first?.type === 'run.accepted' ? first.data.request.after : undefined,
  )
  if (after === undefined) return null
  return (
    <RunLink run={after.run} title={`Started when ${after.run} ended: ${after.outcome}`}>
      <CornerLeftUp aria-hidden className="size-3" />
      after a run of {after.loop}
    </RunLink>
  )
}
