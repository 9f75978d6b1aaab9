import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import type { z } from 'zod'
import type { Version } from '../../shared/api/loops.ts'
import type { RunDetail } from '../../shared/api/runs.ts'
import { upcastProgram } from '../../shared/compile/upcastProgram.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useApi } from '../app/useApi.ts'
import { usePageTitle } from '../app/usePageTitle.ts'
import { shortRun } from '../runs/shortRun.ts'
import { Splitter } from '../ui/Splitter.tsx'
import { ApprovalBanner } from './ApprovalBanner.tsx'
import { EventTable } from './EventTable.tsx'
import { IterationRail } from './IterationRail.tsx'
import { PlaybackControls } from './PlaybackControls.tsx'
import { createPlayback } from './playback.ts'
import { RunCanvas } from './RunCanvas.tsx'
import { RunHeader } from './RunHeader.tsx'
import { RunInspector } from './RunInspector.tsx'
import { RunPageSkeleton } from './RunPageSkeleton.tsx'
import { Timeline } from './Timeline.tsx'
import { useCursorInUrl } from './useCursorInUrl.ts'
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
  useCursorInUrl(playback, log.status === 'live' || log.status === 'complete')
  const [search, setSearch] = useSearchParams()
  const node = search.get('node')
  // Whoever comes for a plan sees it.
  const [planFirst] = useState(() => search.has('plan'))
  // The address is written whenever the cursor rests; what draws the run must not be drawn again for that.
  const write = useRef(setSearch)
  useEffect(() => {
    write.current = setSearch
  }, [setSearch])
  const selectNode = useCallback((next: string | null) => {
    write.current(
      (current) => {
        const params = new URLSearchParams(current)
        if (next === null || next === current.get('node')) params.delete('node')
        else params.set('node', next)
        return params
      },
      { replace: true },
    )
  }, [])
  const titles = useMemo(
    () => Object.fromEntries((version?.graph.nodes ?? []).map((each) => [each.id, each.title])),
    [version],
  )
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <RunHeader
        run={run}
        playback={playback}
        verify={
          <VerifyPanel
            playback={playback}
            program={stored}
            serverCount={run.events}
            serverVersion={run.version}
          />
        }
      />
      <ApprovalBanner playback={playback} />
      <WaitBanner run={run.run} playback={playback} />
      {log.error && <ProblemNotice error={log.error} className="m-2" />}
      {versionError && <ProblemNotice error={versionError} className="m-2" />}
      <Splitter
        id="run"
        orientation="vertical"
        panes={[
          {
            id: 'run-top',
            minSize: 160,
            content: (
              <Splitter
                id="run-top-panes"
                panes={[
                  {
                    id: 'run-iterations',
                    defaultSize: 184,
                    minSize: 140,
                    maxSize: 320,
                    collapsible: true,
                    fixed: true,
                    content: <IterationRail playback={playback} />,
                  },
                  {
                    id: 'run-graph',
                    minSize: 240,
                    content:
                      version && program ? (
                        <RunCanvas
                          graph={version.graph}
                          program={program}
                          playback={playback}
                          selectedNode={node}
                          onSelectNode={selectNode}
                        />
                      ) : (
                        <p className="p-4 text-sm text-fg-2">
                          Without its version the graph can’t be drawn; the log below is complete.
                        </p>
                      ),
                  },
                  {
                    id: 'run-inspector',
                    defaultSize: 416,
                    minSize: 260,
                    maxSize: 720,
                    collapsible: true,
                    fixed: true,
                    content: (
                      <RunInspector
                        playback={playback}
                        firstTab={planFirst ? 'plan' : 'state'}
                        childRuns={run.children}
                      />
                    ),
                  },
                ]}
              />
            ),
          },
          {
            id: 'run-dock',
            defaultSize: 300,
            minSize: 120,
            fixed: true,
            content: (
              <div className="flex min-h-0 min-w-0 flex-1 flex-col">
                <PlaybackControls
                  playback={playback}
                  live={log.status === 'live'}
                  className="border-b border-line-1"
                />
                <Splitter
                  id="run-dock-panes"
                  panes={[
                    {
                      id: 'run-timeline',
                      minSize: 200,
                      content: (
                        <Timeline
                          playback={playback}
                          titles={titles}
                          selectedNode={node}
                          onSelectNode={selectNode}
                        />
                      ),
                    },
                    {
                      id: 'run-events',
                      minSize: 240,
                      content: (
                        <EventTable playback={playback} node={node} onClearNode={() => selectNode(null)} />
                      ),
                    },
                  ]}
                />
              </div>
            ),
          },
        ]}
      />
    </div>
  )
}
