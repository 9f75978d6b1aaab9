import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo } from 'react'
import { cx } from '../ui/cx.ts'
import { formatDuration } from '../ui/formatTime.ts'
import { stateLooks } from '../ui/StateBadge.tsx'
import { verdictLooks } from '../ui/VerdictBadge.tsx'
import type { Bar as BarData } from './timelineBars.ts'
import type { Lane } from './timelineLanes.ts'
import type { TimeScale } from './timeScale.ts'

export const laneHeight = 24
export const gutter = 132

type LaneProps = {
  lane: Lane
  title: string
  scale: TimeScale
  width: number
  selected: boolean
  onSelectNode: ((node: string) => void) | undefined
  onSeek: (cursor: number) => void
  /** Opens or closes the lines of the items. */
  onToggle: (node: string) => void
}

/** Past this many bars a lane is drawn as a few shapes: nobody could tell them apart, and the page would slow down. */
const mostBars = 250

/** The work of one node: a bar a piece. */
export const TimelineLane = memo(function TimelineLane({
  lane,
  title,
  scale,
  width,
  selected,
  onSelectNode,
  onSeek,
  onToggle,
}: LaneProps) {
  const { node, bars: own } = lane
  const crowded = own.length > mostBars
  return (
    <li
      className={cx('relative flex items-center', selected && 'bg-accent-soft')}
      style={{ height: laneHeight }}
    >
      <div className="flex shrink-0 items-center" style={{ width: gutter }}>
        {lane.items > 0 && (
          <button
            type="button"
            aria-expanded={lane.opened}
            aria-label={`${lane.items} items of ${title}`}
            title={lane.opened ? 'Hide the items' : `Show ${lane.items} items`}
            onClick={() => onToggle(node)}
            className="flex size-6 items-center justify-center text-fg-3 hover:text-fg-1 focus-visible:-outline-offset-2"
          >
            {lane.opened ? (
              <ChevronDown aria-hidden className="size-3" />
            ) : (
              <ChevronRight aria-hidden className="size-3" />
            )}
          </button>
        )}
        <button
          type="button"
          aria-pressed={selected}
          onClick={() => onSelectNode?.(node)}
          className={cx(
            'flex h-6 min-w-0 flex-1 items-center text-left text-xs text-fg-2 hover:text-fg-1 focus-visible:-outline-offset-2',
            lane.items > 0 ? 'pr-3' : lane.item === null ? 'px-3' : 'tabular pr-3 pl-8 text-fg-3',
          )}
          title={title}
        >
          <span className="truncate">{lane.item === null ? title : `item ${lane.item}`}</span>
          {lane.item === null && lane.items > 0 && (
            <span className="tabular pl-1 text-fg-3">×{lane.items}</span>
          )}
          {lane.item !== null && <span className="sr-only"> of {title}</span>}
        </button>
      </div>
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
    const hue = hueOf(span)
    shapes.set(
      hue,
      `${shapes.get(hue) ?? ''}M${left.toFixed(1)} 6h${wide.toFixed(1)}v12h-${wide.toFixed(1)}z`,
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
