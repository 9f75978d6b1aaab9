import { FlaskConical, Pause, Play, Star } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { z } from 'zod'
import { useStore } from 'zustand'
import type { RunDetail } from '../../shared/api/runs.ts'
import { useCan } from '../app/session.ts'
import { useChange } from '../app/useApi.ts'
import { OutcomeBadge } from '../runs/OutcomeBadge.tsx'
import { shortRun } from '../runs/shortRun.ts'
import { stopReasonWords } from '../runs/stopReasonWords.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { formatCost, formatDuration } from '../ui/formatTime.ts'
import { Time } from '../ui/Time.tsx'
import { CancelRunButton } from './CancelRunButton.tsx'
import { CompareButton } from './compare/CompareButton.tsx'
import { EndReason } from './EndReason.tsx'
import { ForkButton } from './fork/ForkButton.tsx'
import type { Playback } from './playback.ts'
import { RelatedRuns } from './RelatedRuns.tsx'
import { RunBefore } from './RunBefore.tsx'
import { RunCallbacks } from './RunCallbacks.tsx'
import { RunPersonal } from './RunPersonal.tsx'
import { reviewAddress } from './review/reviewAddress.ts'
import { SaveAsTestButton } from './SaveAsTestButton.tsx'

type Run = z.infer<typeof RunDetail>

type RunHeaderProps = {
  run: Run
  playback: Playback
  /** What there is to do with the log as evidence. */
  evidence: ReactNode
}

type Figures = Pick<Run, 'reason' | 'message' | 'acceptedAt' | 'endedAt' | 'costUsd'>

/** Why it ended, when it was and what it cost. */
export function RunFigures({ run }: { run: Figures }) {
  return (
    <>
      {run.reason !== null && (
        <EndReason words={run.message === '' ? stopReasonWords[run.reason] : run.message} />
      )}
      {/* A figure by itself on a line of its own says nothing. */}
      <span className="flex gap-x-3 whitespace-nowrap">
        <span>
          started <Time at={run.acceptedAt} />
        </span>
        {run.endedAt !== null && <span>took {formatDuration(run.endedAt - run.acceptedAt)}</span>}
        <span>{formatCost(run.costUsd)}</span>
      </span>
    </>
  )
}

/** Which run this is, how it stands, and what an operator can do to it. */
export function RunHeader({ run, playback, evidence }: RunHeaderProps) {
  const cancelled = useStore(playback, (state) =>
    state.events.some((event) => event.type === 'run.cancelled'),
  )
  const undoing = cancelled && run.status !== 'ended'
  const mayOperate = useCan('operate')
  const mayBuild = useCan('build')
  const mayReview = useCan('review')
  const pause = useChange('pauseRun', { drops: ['getRun'] })
  const resume = useChange('resumeRun', { drops: ['getRun'] })
  const params = { run: run.run }
  return (
    <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line-1 bg-surface-1 px-3 py-1.5">
      <h1 className="flex items-center gap-1 text-sm font-semibold">
        <span className="sr-only">Run </span>
        <code className="font-mono">{shortRun(run.run)}</code>
        <CopyButton text={run.run} label="Copy the run’s id" />
      </h1>
      {/* An output is a live region: a screen reader hears how the run goes on. */}
      <output className="flex gap-1" aria-label="Status of the run">
        <OutcomeBadge status={run.status} outcome={run.outcome} />
        {undoing && <Badge tone="warning">Cancelled, undoing what it did</Badge>}
      </output>
      <p className="tabular flex min-w-72 flex-1 flex-wrap items-center gap-x-3 text-xs text-fg-2">
        <Link
          to={`/loops/${run.loop}`}
          className="inline-flex min-h-6 items-center text-accent hover:underline"
        >
          {run.loop}
        </Link>
        <span>{run.versionNumber === null ? 'unnumbered version' : `version ${run.versionNumber}`}</span>
        <RunFigures run={run} />
        <RelatedRuns run={run} />
        <RunBefore playback={playback} />
        <RunCallbacks run={run} />
        <RunPersonal run={run} />
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {mayOperate && run.status !== 'ended' && (
          <>
            {undoing ? null : run.status === 'paused' ? (
              <Button
                icon={<Play aria-hidden />}
                busy={resume.isPending}
                onClick={() => resume.mutate({ params, body: { reason: '' } })}
              >
                Resume
              </Button>
            ) : (
              <Button
                icon={<Pause aria-hidden />}
                busy={pause.isPending}
                onClick={() => pause.mutate({ params, body: { reason: '' } })}
              >
                Pause
              </Button>
            )}
            <CancelRunButton run={run.run} undoing={undoing} />
          </>
        )}
        {mayReview && run.status === 'ended' && (
          <Button asChild>
            <Link to={reviewAddress(run.run, '')}>
              <Star aria-hidden />
              Review
            </Link>
          </Button>
        )}
        <CompareButton run={run} playback={playback} />
        {run.status === 'ended' && (
          <Button asChild>
            <Link to={`/runs/${encodeURIComponent(run.run)}/simulate`}>
              <FlaskConical aria-hidden />
              Simulate
            </Link>
          </Button>
        )}
        {mayOperate && <ForkButton run={run} playback={playback} />}
        {mayBuild && <SaveAsTestButton loop={run.loop} playback={playback} />}
        <Button asChild>
          <Link to={`/loops/${run.loop}/runs`}>All runs</Link>
        </Button>
        {evidence}
      </div>
    </header>
  )
}
