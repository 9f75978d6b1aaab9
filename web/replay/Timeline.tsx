import { useCallback, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Program } from '../../shared/compile/program.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { cx } from '../ui/cx.ts'
import { formatDuration } from '../ui/formatTime.ts'
import type { Playback } from './playback.ts'
import { gutter, laneHeight, TimelineLane } from './TimelineLane.tsx'
import { timelineBars } from './timelineBars.ts'
import { laneNames, timelineLanes } from './timelineLanes.ts'
import { createTimeScale, type TimeScale } from './timeScale.ts'
import { useElementWidth } from './useElementWidth.ts'

/** Room for the words over a compressed gap. */
const breakWidth = 76

type TimelineProps = {
  playback: Playback
  /** Lane names by node id; a node that is not there goes by its id. */
  titles?: Readonly<Record<string, string>>
  selectedNode?: string | null
  onSelectNode?: (node: string) => void
  className?: string
}

/** When each node worked: a lane a node, a bar a piece of work. Stretches in which nothing was worked on are drawn short, and say so. */
export function Timeline({
  playback,
  titles = {},
  selectedNode = null,
  onSelectNode,
  className,
}: TimelineProps) {
  const events = useStore(playback, (state) => state.events)
  const program = useStore(playback, (state) => state.program)
  const { seek } = playback.getState()
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback((node: string) => {
    setToggled((before) => {
      const next = new Set(before)
      if (!next.delete(node)) next.add(node)
      return next
    })
  }, [])
  const place = useRef<HTMLDivElement>(null)
  const width = Math.max(0, useElementWidth(place) - gutter - 12)
  const waits = useMemo(() => waitsOf(program), [program])
  const spans = useMemo(() => timelineBars(events, waits), [events, waits])
  const breakShare = width === 0 ? undefined : breakWidth / width
  const scale = useMemo(
    () =>
      createTimeScale(
        events.map((event) => event.at),
        spans.filter((span) => span.works),
        breakShare,
      ),
    [events, spans, breakShare],
  )
  const lanes = useMemo(() => timelineLanes(spans, toggled), [spans, toggled])
  return (
    <section
      aria-label="Timeline"
      className={cx('flex min-h-0 min-w-0 flex-1 flex-col bg-surface-1', className)}
    >
      <div className="flex h-9 shrink-0 items-center justify-between border-b border-line-1 px-3">
        <h2 className="text-xs font-semibold">Timeline</h2>
        <span className="tabular text-xs text-fg-3">
          {events.length > 0 && formatDuration(scale.end - scale.start)}
          {scale.breaks.length > 0 &&
            `, ${scale.breaks.length} idle ${scale.breaks.length === 1 ? 'stretch' : 'stretches'} compressed`}
        </span>
      </div>
      <div ref={place} className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
        {lanes.length === 0 && (
          <p className="p-3 text-sm text-fg-2">The timeline fills when the first plan is made.</p>
        )}
        {width > 0 && lanes.length > 0 && (
          <div className="relative" style={{ minHeight: lanes.length * laneHeight + 24 }}>
            <BreakMarks scale={scale} width={width} />
            <ul aria-label="Nodes over time" className="pt-5">
              {lanes.map((lane) => (
                <TimelineLane
                  key={lane.key}
                  lane={lane}
                  title={titles[lane.node] ?? laneNames[lane.node] ?? lane.node}
                  scale={scale}
                  width={width}
                  selected={lane.node === selectedNode}
                  onSelectNode={onSelectNode}
                  onSeek={seek}
                  onToggle={toggle}
                />
              ))}
            </ul>
            <CursorLine playback={playback} events={events} scale={scale} width={width} />
          </div>
        )}
      </div>
    </section>
  )
}

/** The actions that only wait: their bars say so, and do not stretch the time. */
function waitsOf(program: Program | null): ReadonlySet<string> {
  const actions = Object.entries(program?.actions ?? {})
  return new Set(actions.flatMap(([id, action]) => (action.call.uses === 'wait' ? [id] : [])))
}

function CursorLine({
  playback,
  events,
  scale,
  width,
}: {
  playback: Playback
  events: readonly RunEvent[]
  scale: TimeScale
  width: number
}) {
  const at = useStore(playback, (state) => events[Math.max(0, state.cursor - 1)]?.at ?? 0)
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-y-0 w-0.5 bg-accent"
      style={{ transform: `translateX(${gutter + scale.place(at) * width}px)` }}
    />
  )
}

function BreakMarks({ scale, width }: { scale: TimeScale; width: number }) {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      {scale.breaks.map((gap) => (
        <div
          key={gap.from}
          className="hatched absolute inset-y-0 flex justify-center overflow-hidden border-x border-dashed border-line-1 text-line-1"
          style={{ left: gutter + gap.start * width, width: (gap.end - gap.start) * width }}
        >
          {(gap.end - gap.start) * width > 34 && (
            <span className="h-4 truncate bg-surface-1 px-1 text-xs whitespace-nowrap text-fg-3">
              {gap.label}
            </span>
          )}
        </div>
      ))}
    </div>
  )
}
