import { useMemo, useState } from 'react'
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
              <div className="flex h-full min-h-0">
                <EventTable playback={playback} since={events[0]?.at ?? 0} />
              </div>
            ),
          },
          {
            value: 'moment',
            label: 'This moment',
            content: (
              <div className="flex h-full min-h-0">
                <RunInspector playback={playback} />
              </div>
            ),
          },
          {
            value: 'timeline',
            label: 'Timeline',
            content: (
              <div className="flex h-full min-h-0">
                <Timeline
                  playback={playback}
                  titles={titles}
                  selectedNode={selected}
                  onSelectNode={select}
                  className="min-w-0 flex-1"
                />
              </div>
            ),
          },
          {
            value: 'iterations',
            label: 'Iterations',
            content: (
              <div className="flex h-full min-h-0">
                <IterationRail playback={playback} />
              </div>
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
