import { type ReactNode, useMemo, useState } from 'react'
import { EventTable } from '../../replay/EventTable.tsx'
import { IterationRail } from '../../replay/IterationRail.tsx'
import { PlaybackControls } from '../../replay/PlaybackControls.tsx'
import type { Playback } from '../../replay/playback.ts'
import { RunInspector } from '../../replay/RunInspector.tsx'
import { Timeline } from '../../replay/Timeline.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { WatchList } from './WatchList.tsx'

/** Plays a trial with what replays a run: its controls, events, moments, timeline and iterations; and what is watched. */
export function TrialPlayer({ playback }: { playback: Playback }) {
  const store = useEditorStore()
  const [tab, setTab] = useState('events')
  const nodes = useEditor((state) => state.graph.nodes)
  const selected = useEditor((state) => state.selection.nodes.at(-1) ?? null)
  const watches = useEditor((state) => state.watches.length)
  const titles = useMemo(() => Object.fromEntries(nodes.map(({ id, title }) => [id, title])), [nodes])
  const select = (node: string) => {
    const { select: choose, canvas } = store.getState()
    choose({ nodes: [node] })
    canvas?.reveal([node])
  }
  const { events } = playback.getState()
  return (
    <>
      <PlaybackControls playback={playback} className="border-b border-line-1" />
      <Tabs
        label="Simulated run"
        value={tab}
        onValueChange={setTab}
        items={[
          {
            value: 'events',
            label: 'Events',
            content: (
              <Filled>
                <EventTable playback={playback} since={events[0]?.at ?? 0} />
              </Filled>
            ),
          },
          {
            value: 'moment',
            label: 'This moment',
            content: (
              <Filled>
                <RunInspector playback={playback} />
              </Filled>
            ),
          },
          {
            value: 'timeline',
            label: 'Timeline',
            content: (
              <Filled>
                <Timeline
                  playback={playback}
                  titles={titles}
                  selectedNode={selected}
                  onSelectNode={select}
                  className="min-w-0 flex-1"
                />
              </Filled>
            ),
          },
          {
            value: 'iterations',
            label: 'Iterations',
            content: (
              <Filled>
                <IterationRail playback={playback} />
              </Filled>
            ),
          },
          {
            value: 'watches',
            label: 'Watches',
            badge: watches > 0 ? <span className="tabular text-xs text-fg-3">{watches}</span> : undefined,
            content: <WatchList playback={playback} />,
          },
        ]}
      />
    </>
  )
}

/** What fills the height of the dock and scrolls by itself. */
function Filled({ children }: { children: ReactNode }) {
  return <div className="flex h-full min-h-0">{children}</div>
}
