import { memo, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { RunEvent } from '../../shared/engine/event.ts'
import { cx } from '../ui/cx.ts'
import { formatDuration } from '../ui/formatTime.ts'
import { stateLooks } from '../ui/StateBadge.tsx'
import { verdictLooks } from '../ui/VerdictBadge.tsx'
import type { Playback } from './playback.ts'
import { type Bar as BarData, timelineBars } from './timelineBars.ts'
import { createTimeScale, type TimeScale } from './timeScale.ts'
import { useElementWidth } from './useElementWidth.ts'

const laneHeight = 24
const gutter = 132
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
  const { seek } = playback.getState()
  const place = useRef<HTMLDivElement>(null)
  const width = Math.max(0, useElementWidth(place) - gutter - 12)
  const spans = useMemo(() => timelineBars(events), [events])
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
  const lanes = useMemo(() => [...new Set(spans.map((span) => span.lane))], [spans])
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
  spans: readonly BarData[]
  scale: TimeScale
  width: number
  selected: boolean
  onSelectNode: ((node: string) => void) | undefined
  onSeek: (cursor: number) => void
}

/** Past this many bars a lane is drawn as a few shapes: nobody could tell them apart, and the page would slow down. */
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
  const own = spans.filter((span) => span.lane === node)
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
      <div
        role="presentation"
        className="relative h-full"
        style={{ width }}
        // By mouse alone: a bar may be too thin to aim at with a key, and the event table reaches the same places.
        onClick={(event) => {
          const x = event.clientX - event.currentTarget.getBoundingClientRect().left
          const span = nearestSpan(own, scale, x / width)
          if (span) onSeek(span.to)
        }}
      >
        {crowded ? (
          <CrowdedBars spans={own} scale={scale} width={width} />
        ) : (
          own.map((span) => <Bar key={span.from} span={span} scale={scale} width={width} />)
        )}
        <span className="sr-only">{laneWords(own)}</span>
      </div>
    </li>
  )
})

/** A verdict's bar has the verdict's hue, anything else that of its state. */
function hueOf(span: BarData): string {
  return `var(${span.verdict ? verdictLooks[span.verdict].hue : stateLooks[span.state].hue})`
}

/** The piece of work at a place of the lane, or the one closest to it. */
function nearestSpan(spans: readonly BarData[], scale: TimeScale, x: number): BarData | undefined {
  const distance = (span: BarData) => Math.max(0, scale.place(span.startAt) - x, x - scale.place(span.endAt))
  return spans.reduce<BarData | undefined>(
    (best, span) => (best && distance(best) <= distance(span) ? best : span),
    undefined,
  )
}

function laneWords(spans: readonly BarData[]): string {
  const failed = spans.filter((span) => span.state === 'failed' || span.state === 'uncertain').length
  return `${spans.length} ${spans.length === 1 ? 'piece' : 'pieces'} of work${failed > 0 ? `, ${failed} not successful` : ''}`
}

/** All bars of a lane as one shape a hue. */
function CrowdedBars({
  spans,
  scale,
  width,
}: {
  spans: readonly BarData[]
  scale: TimeScale
  width: number
}) {
  const shapes = new Map<string, string>()
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
      {[...shapes].map(([hue, path]) => (
        <path key={hue} d={path} fill={hue} />
      ))}
    </svg>
  )
}

function Bar({ span, scale, width }: { span: BarData; scale: TimeScale; width: number }) {
  const left = scale.place(span.startAt) * width
  const took = span.open ? 'under way' : formatDuration(span.endAt - span.startAt)
  const during = span.iteration === null ? '' : `, iteration ${span.iteration}`
  return (
    <span
      aria-hidden
      title={`${span.label}: ${(span.verdict ?? stateLooks[span.state].label).toLowerCase()}, ${took}${during}`}
      className={cx(
        'absolute top-1.5 h-3 rounded-sm hover:outline-2 hover:outline-accent',
        span.open && 'animate-pulse-soft',
        span.state === 'waiting' && 'opacity-60',
      )}
      style={{
        left,
        width: Math.max(4, scale.place(span.endAt) * width - left),
        background: hueOf(span),
        color: 'var(--surface-1)',
      }}
    >
      {span.state === 'uncertain' && <span className="hatched absolute inset-0 rounded-sm" />}
    </span>
  )
}
