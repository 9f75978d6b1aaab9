import { memo, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { RunEvent } from '../../shared/engine/event.ts'
import { cx } from '../ui/cx.ts'
import { formatDuration } from '../ui/formatTime.ts'
import { stateLooks } from '../ui/StateBadge.tsx'
import type { Playback } from './playback.ts'
import { type Span, timelineSpans } from './timelineSpans.ts'
import { createTimeScale, type TimeScale } from './timeScale.ts'
import { useElementWidth } from './useElementWidth.ts'

const laneHeight = 24
const gutter = 132

type TimelineProps = {
  playback: Playback
  /** Lane names by node id; a node that is not there goes by its id. */
  titles?: Readonly<Record<string, string>>
  selectedNode?: string | null
  onSelectNode?: (node: string) => void
  className?: string
}

/** When each node worked: a lane a node, a bar a piece of work. Stretches without events are drawn short, and say so. */
export function Timeline({
  playback,
  titles = {},
  selectedNode = null,
  onSelectNode,
  className,
}: TimelineProps) {
  const events = useStore(playback, (state) => state.events)
  const { seek } = playback.getState()
  const place = useRef<HTMLDivElement>(null)
  const width = Math.max(0, useElementWidth(place) - gutter - 12)
  const spans = useMemo(() => timelineSpans(events), [events])
  const scale = useMemo(() => createTimeScale(events.map((event) => event.at)), [events])
  const lanes = useMemo(() => [...new Set(spans.map((span) => span.node))], [spans])
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
            `, ${scale.breaks.length} idle ${scale.breaks.length === 1 ? 'gap' : 'gaps'} compressed`}
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
                <Lane
                  key={lane}
                  node={lane}
                  title={titles[lane] ?? lane}
                  spans={spans}
                  scale={scale}
                  width={width}
                  selected={lane === selectedNode}
                  onSelectNode={onSelectNode}
                  onSeek={seek}
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

type LaneProps = {
  node: string
  title: string
  spans: readonly Span[]
  scale: TimeScale
  width: number
  selected: boolean
  onSelectNode: ((node: string) => void) | undefined
  onSeek: (cursor: number) => void
}

/** Past this many bars a lane is drawn without a button a bar: nobody could tell them apart, and the page would slow down. */
const mostBars = 250

const Lane = memo(function Lane({
  node,
  title,
  spans,
  scale,
  width,
  selected,
  onSelectNode,
  onSeek,
}: LaneProps) {
  const own = spans.filter((span) => span.node === node)
  const crowded = own.length > mostBars
  return (
    <li
      className={cx('relative flex items-center', selected && 'bg-accent-soft')}
      style={{ height: laneHeight }}
    >
      <button
        type="button"
        aria-pressed={selected}
        onClick={() => onSelectNode?.(node)}
        className="h-6 shrink-0 truncate px-3 text-left text-xs text-fg-2 hover:text-fg-1 focus-visible:-outline-offset-2"
        style={{ width: gutter }}
        title={title}
      >
        {title}
      </button>
      <div className="relative h-full" style={{ width }}>
        {!crowded &&
          own.map((span) => {
            const left = scale.place(span.startAt) * width
            const style = {
              left,
              width: Math.max(4, scale.place(span.endAt) * width - left),
              background: `var(${stateLooks[span.state].hue})`,
            }
            if (crowded)
              return (
                <span key={span.from} aria-hidden className="absolute top-2 h-2 rounded-sm" style={style} />
              )
            return <Bar key={span.from} span={span} style={style} onSeek={onSeek} />
          })}
        {crowded && <CrowdedBars spans={own} scale={scale} width={width} />}
        {crowded && (
          <span className="sr-only">
            {own.length} pieces of work; use the event table to go through them.
          </span>
        )}
      </div>
    </li>
  )
})

/** All bars of a lane as one shape a state. */
function CrowdedBars({ spans, scale, width }: { spans: readonly Span[]; scale: TimeScale; width: number }) {
  const shapes = new Map<Span['state'], string>()
  for (const span of spans) {
    const left = scale.place(span.startAt) * width
    const wide = Math.max(1, scale.place(span.endAt) * width - left)
    shapes.set(
      span.state,
      `${shapes.get(span.state) ?? ''}M${left.toFixed(1)} 6h${wide.toFixed(1)}v12h-${wide.toFixed(1)}z`,
    )
  }
  return (
    <svg aria-hidden="true" width={width} height={laneHeight} className="absolute inset-0">
      {[...shapes].map(([state, path]) => (
        <path key={state} d={path} fill={`var(${stateLooks[state].hue})`} />
      ))}
    </svg>
  )
}

function Bar({
  span,
  style,
  onSeek,
}: {
  span: Span
  style: { left: number; width: number; background: string }
  onSeek: (cursor: number) => void
}) {
  const took = span.open ? 'under way' : formatDuration(span.endAt - span.startAt)
  const words = `${span.label}: ${stateLooks[span.state].label.toLowerCase()}, ${took}${span.iteration === null ? '' : `, iteration ${span.iteration}`}`
  return (
    <button
      type="button"
      title={words}
      aria-label={words}
      onClick={() => onSeek(span.to)}
      className={cx('absolute inset-y-0 focus-visible:z-10', span.open && 'animate-pulse-soft')}
      style={{ left: style.left, width: style.width }}
    >
      <span
        className={cx(
          'absolute inset-x-0 top-1.5 h-3 rounded-sm',
          span.state === 'uncertain' && 'hatched',
          span.state === 'waiting' && 'opacity-60',
        )}
        style={{ background: style.background }}
      />
    </button>
  )
}
