import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Version } from '../../shared/api/loops.ts'
import type { RunDetail } from '../../shared/api/runs.ts'
import type { Program } from '../../shared/compile/program.ts'
import { Splitter } from '../ui/Splitter.tsx'
import { EventTable } from './EventTable.tsx'
import { IterationRail } from './IterationRail.tsx'
import { PlaybackControls } from './PlaybackControls.tsx'
import type { Playback } from './playback.ts'
import { RunCanvas } from './RunCanvas.tsx'
import { RunInspector } from './RunInspector.tsx'
import { Timeline } from './Timeline.tsx'
import { useCursorInUrl } from './useCursorInUrl.ts'

type RunViewsProps = {
  playback: Playback
  version: Version | null
  program: Program | null
  childRuns: RunDetail['children']
  /** Whether what there is of the log is here. */
  ready: boolean
  /** Whether more may come. */
  live: boolean
}

/** A run seen from every side at one moment: its iterations, its graph, what the event was, the timeline and the events. They ask no server. */
export function RunViews({ playback, version, program, childRuns, ready, live }: RunViewsProps) {
  useCursorInUrl(playback, ready)
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
                  name: 'graph',
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
                  name: 'inspector',
                  defaultSize: 416,
                  minSize: 260,
                  maxSize: 720,
                  collapsible: true,
                  fixed: true,
                  content: (
                    <RunInspector
                      playback={playback}
                      firstTab={planFirst ? 'plan' : 'state'}
                      childRuns={childRuns}
                    />
                  ),
                },
              ]}
            />
          ),
        },
        {
          id: 'run-dock',
          name: 'timeline and events',
          defaultSize: 300,
          minSize: 120,
          fixed: true,
          content: (
            <div className="flex min-h-0 min-w-0 flex-1 flex-col">
              <PlaybackControls playback={playback} live={live} className="border-b border-line-1" />
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
                    name: 'events',
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
  )
}
