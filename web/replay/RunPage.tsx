import { useMemo, useState } from 'react'
import { useParams } from 'react-router'
import type { z } from 'zod'
import type { Version } from '../../shared/api/loops.ts'
import type { RunDetail } from '../../shared/api/runs.ts'
import { upcastProgram } from '../../shared/compile/upcastProgram.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useApi } from '../app/useApi.ts'
import { usePageTitle } from '../app/usePageTitle.ts'
import { shortRun } from '../runs/shortRun.ts'
import { ApprovalBanner } from './ApprovalBanner.tsx'
import { createPlayback } from './playback.ts'
import { RunHeader } from './RunHeader.tsx'
import { RunPageSkeleton } from './RunPageSkeleton.tsx'
import { RunViews } from './RunViews.tsx'
import { ReviewBar } from './review/ReviewBar.tsx'
import { SaveRunButton } from './SaveRunButton.tsx'
import { useRunLog } from './useRunLog.ts'
import { VerifyPanel } from './VerifyPanel.tsx'
import { WaitBanner } from './WaitBanner.tsx'

const refreshMs = 2_000

/** One run: the graph it followed, its timeline, its events and what each of them was, all at one moment. */
export function RunPage() {
  const { run = '' } = useParams()
  const detail = useApi('getRun', { params: { run } }, { refetchInterval: refreshMs })
  usePageTitle(`Run ${shortRun(run)}`)
  if (detail.error && !detail.data) {
    return (
      <div className="mx-auto w-full max-w-2xl p-8">
        <h1 className="mb-3 text-xl font-semibold">Run {shortRun(run)}</h1>
        <ProblemNotice error={detail.error} onRetry={() => void detail.refetch()} />
      </div>
    )
  }
  if (!detail.data) return <RunPageSkeleton />
  return <LoadedRun key={run} run={detail.data} />
}

function LoadedRun({ run }: { run: z.infer<typeof RunDetail> }) {
  const version = useApi(
    'getVersion',
    { params: { loop: run.loop, version: run.version } },
    { staleTime: Number.POSITIVE_INFINITY },
  )
  if (version.isPending) return <RunPageSkeleton />
  return <RunReplay run={run} version={version.data ?? null} versionError={version.error} />
}

type RunReplayProps = {
  run: z.infer<typeof RunDetail>
  version: z.infer<typeof Version> | null
  versionError: Error | null
}

function RunReplay({ run, version, versionError }: RunReplayProps) {
  // What is verified is the program as it is stored.
  const stored = version?.program ?? null
  const program = useMemo(() => stored && upcastProgram(stored), [stored])
  const [playback] = useState(() => createPlayback({ program }))
  const log = useRunLog(run.run, playback)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <RunHeader
        run={run}
        playback={playback}
        evidence={
          <>
            {version && <SaveRunButton run={run.run} version={version} playback={playback} />}
            <VerifyPanel
              playback={playback}
              program={stored}
              serverCount={run.events}
              serverVersion={run.version}
            />
          </>
        }
      />
      {run.status === 'ended' && <ReviewBar run={run.run} />}
      <ApprovalBanner playback={playback} />
      <WaitBanner run={run.run} playback={playback} />
      {log.error && <ProblemNotice error={log.error} className="m-2" />}
      {versionError && <ProblemNotice error={versionError} className="m-2" />}
      <RunViews
        playback={playback}
        version={version}
        program={program}
        childRuns={run.children}
        ready={log.status === 'live' || log.status === 'complete'}
        live={log.status === 'live'}
      />
    </div>
  )
}
