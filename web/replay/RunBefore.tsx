import { CornerLeftUp, GitBranchPlus } from 'lucide-react'
import { useStore } from 'zustand'
import { shortRun } from '../runs/shortRun.ts'
import type { Playback } from './playback.ts'
import { RunLink } from './RelatedRuns.tsx'

/** The run that this one is a fork of, or whose end started it; nothing where there is none. */
export function RunBefore({ playback }: { playback: Playback }) {
  const first = useStore(playback, ({ events }) => events[0])
  if (first?.type !== 'run.accepted') return null
  const { fork, request } = first.data
  if (fork)
    return (
      <RunLink
        run={fork.run}
        at={fork.seq}
        title={`Forked by ${request.by ?? 'somebody'} at iteration ${fork.iteration} of ${fork.run}: ${fork.reason}`}
      >
        <GitBranchPlus aria-hidden className="size-3" />
        fork of {shortRun(fork.run)} at #{fork.iteration}
      </RunLink>
    )
  const { after } = request
  if (!after) return null
  return (
    <RunLink run={after.run} title={`Started when ${after.run} ended: ${after.outcome}`}>
      <CornerLeftUp aria-hidden className="size-3" />
      after a run of {after.loop}
    </RunLink>
  )
}
