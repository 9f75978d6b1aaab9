import { History } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { RunSummary } from '../../../shared/api/runs.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { ApiError } from '../../app/apiError.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi } from '../../app/useApi.ts'
import { leftOutWords } from '../../replay/leftOutWords.ts'
import { createPlayback } from '../../replay/playback.ts'
import { OutcomeBadge } from '../../runs/OutcomeBadge.tsx'
import { shortRun } from '../../runs/shortRun.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { type FillWith, fillFromRun, type NotFilled } from './fillFromRun.ts'
import { loadPastRun } from './loadPastRun.ts'

type PastRunsProps = {
  /** Whether Try is filled from the run, or the inspector shows its values. */
  use: 'try' | 'values'
  onClose: () => void
}

/** The last runs of the loop, each to take its input from, or its input and everything that was answered, or its values to look at. */
export function PastRuns({ use, onClose }: PastRunsProps) {
  return (
    <Dialog
      open
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
      title={use === 'try' ? 'Try what a run was called with' : 'Show the values of a run'}
      description={
        use === 'try'
          ? 'Answers that are taken over are pinned: a trial brings them again, and nothing is called.'
          : 'Every expression in the inspector is shown with what it read when the run ended.'
      }
      className="w-[min(640px,calc(100vw-32px))]"
    >
      <RunList use={use} onClose={onClose} />
    </Dialog>
  )
}

function RunList({ use, onClose }: PastRunsProps) {
  const store = useEditorStore()
  const loop = useEditor((state) => state.graph.name)
  const list = useApi('listRuns', { query: { loop, limit: 50 } })
  const [busy, setBusy] = useState<string | null>(null)
  const [failure, setFailure] = useState<ApiError | null>(null)
  const [leftOut, setLeftOut] = useState<readonly NotFilled[]>([])
  const aborter = useRef<AbortController | null>(null)
  useEffect(() => () => aborter.current?.abort(), [])
  const take = async (run: RunSummary, fill: FillWith | 'values') => {
    aborter.current?.abort()
    const own = new AbortController()
    aborter.current = own
    setBusy(run.run)
    setFailure(null)
    try {
      const { program, events } = await loadPastRun(run, own.signal)
      if (own.signal.aborted) return
      if (fill === 'values') {
        store.getState().setShownRun({ run: run.run, program, playback: endedPlayback(events) })
        store.getState().announce(`Expressions are shown with the values of run ${shortRun(run.run)}`)
        onClose()
        return
      }
      const left = fillFromRun(store.getState(), program, events, fill)
      store.getState().announce(`Try is filled from run ${shortRun(run.run)}`)
      if (left && left.length > 0) setLeftOut(left)
      else onClose()
    } catch (error) {
      if (own.signal.aborted) return
      if (!(error instanceof ApiError)) throw error
      setFailure(error)
    } finally {
      if (!own.signal.aborted) setBusy(null)
    }
  }
  if (list.error && !list.data) {
    return <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
  }
  if (!list.data) return <Skeleton className="h-24" />
  if (leftOut.length > 0) return <NotTaken leftOut={leftOut} onClose={onClose} />
  const { runs } = list.data
  if (runs.length === 0) {
    return (
      <EmptyState picture={<History className="size-6" />} title="No runs yet">
        Publish the loop and call it: its runs can then be tried here.
      </EmptyState>
    )
  }
  return (
    <>
      {failure && <ProblemNotice error={failure} className="mb-2" />}
      <ul aria-label="Past runs" className="flex flex-col pb-2">
        {runs.map((run) => (
          <li
            key={run.run}
            aria-label={`Run ${shortRun(run.run)}`}
            className="flex flex-wrap items-center gap-2 border-b border-line-1 py-1.5 text-sm last:border-0"
          >
            <OutcomeBadge status={run.status} outcome={run.outcome} />
            <span className="font-mono text-xs text-fg-2">{shortRun(run.run)}</span>
            <span className="min-w-0 flex-1 text-xs text-fg-3">
              <Time at={run.acceptedAt} />
              {run.versionNumber !== null && `, version ${run.versionNumber}`}
            </span>
            {usesOf[use].map(({ fill, label }) => (
              <Button key={fill} size="sm" busy={busy === run.run} onClick={() => void take(run, fill)}>
                {label}
              </Button>
            ))}
          </li>
        ))}
      </ul>
    </>
  )
}

const usesOf = {
  try: [
    { fill: 'input', label: 'Use its input' },
    { fill: 'answers', label: 'And its answers' },
  ],
  values: [{ fill: 'values', label: 'Show its values' }],
} as const satisfies Record<PastRunsProps['use'], readonly { fill: FillWith | 'values'; label: string }[]>

function endedPlayback(events: readonly RunEvent[]) {
  const playback = createPlayback()
  playback.getState().append(events)
  playback.getState().seek(events.length)
  return playback
}

const personalWords =
  'Logs hold tokens in place of personal data. Put made-up values where the input or a pinned answer has “[personal:…]”.'

function NotTaken({ leftOut, onClose }: { leftOut: readonly NotFilled[]; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-2 pb-3 text-sm">
      <p role="status">It is taken over. A trial may differ still:</p>
      <ul className="list-disc pl-5 text-fg-2">
        {leftOut.map((what) => (
          <li key={what}>{what === 'personal' ? personalWords : leftOutWords[what]}</li>
        ))}
      </ul>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  )
}
