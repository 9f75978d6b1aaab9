import { Slider } from 'radix-ui'
import { memo, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { RunEvent } from '../../shared/engine/event.ts'
import { describeEvent } from '../../shared/projections/describeEvent.ts'
import { iterationsOf } from '../../shared/projections/iterations.ts'
import { type EventFamily, eventFamilies } from './eventFamily.ts'
import type { Playback } from './playback.ts'
import { scrubberTicks } from './scrubberTicks.ts'
import { useElementWidth } from './useElementWidth.ts'

const height = 32

/** A slider over every event, with a tick for each and a band for each iteration. */
export function Scrubber({ playback }: { playback: Playback }) {
  const events = useStore(playback, (state) => state.events)
  const cursor = useStore(playback, (state) => state.cursor)
  const seek = useStore(playback, (state) => state.seek)
  const place = useRef<HTMLDivElement>(null)
  const width = useElementWidth(place)
  const event = events[cursor - 1]
  const words = event
    ? `Event ${cursor} of ${events.length}: ${describeEvent(event)}`
    : `Before the first of ${events.length} events`
  return (
    <div ref={place} className="relative min-w-0 flex-1" style={{ height }}>
      <ScrubberTicks events={events} width={width} />
      <Slider.Root
        className="absolute inset-0 flex touch-none items-center"
        min={0}
        max={Math.max(1, events.length)}
        value={[cursor]}
        disabled={events.length === 0}
        onValueChange={([value]) => seek(value ?? 0)}
      >
        <Slider.Track className="relative h-full flex-1">
          <Slider.Range className="absolute h-full border-b-2 border-accent" />
        </Slider.Track>
        <Slider.Thumb
          aria-label="Event"
          aria-valuetext={words}
          className="block h-8 w-2.5 rounded-sm border-2 border-accent bg-surface-1 focus-visible:outline-offset-2"
        />
      </Slider.Root>
    </div>
  )
}

/** Lines from the bottom, as high as the family weighs; the heavy ones end in a sign. */
const tickLooks = {
  failure: { top: 4, sign: 'M-3 -3L3 3M3 -3L-3 3' },
  verdict: { top: 6, sign: 'M-3.5 -3h7L0 3.5z' },
  approval: { top: 6, sign: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0' },
  signal: { top: 8, sign: 'M-3 -3h6v4h-3l-3 2z' },
  undo: { top: 6, sign: 'M3 -3L-3 0L3 3z' },
  plan: { top: 9, sign: 'M0 -3L3 0L0 3L-3 0z' },
  run: { top: 9, sign: 'M-2.5 -2.5h5v5h-5z' },
  policy: { top: 18, sign: null },
  step: { top: 16, sign: null },
  check: { top: 21, sign: null },
  lease: { top: 24, sign: null },
} as const satisfies Record<EventFamily, { top: number; sign: string | null }>

const ScrubberTicks = memo(function ScrubberTicks({
  events,
  width,
}: {
  events: readonly RunEvent[]
  width: number
}) {
  const ticks = useMemo(() => scrubberTicks(events, Math.floor(width / 3)), [events, width])
  const bands = useMemo(() => iterationsOf(events), [events])
  if (width === 0 || events.length === 0) return null
  const x = (cursor: number) => (cursor / events.length) * (width - 10) + 5
  const roomy = width / events.length > 7
  return (
    <svg width={width} height={height} aria-hidden="true" className="absolute inset-0">
      {bands.map((band) => (
        <rect
          key={band.number}
          x={x(band.fromSeq - 1)}
          width={Math.max(1, x(band.toSeq) - x(band.fromSeq - 1))}
          y={0}
          height={height}
          fill={band.number % 2 === 1 ? 'var(--surface-2)' : 'var(--surface-3)'}
        />
      ))}
      {ticks.map((tick) => {
        const { top, sign } = tickLooks[tick.family]
        const hue = `var(${eventFamilies[tick.family].hue})`
        const line =
          tick.family === 'failure' || tick.family === 'verdict' || tick.family === 'approval' || roomy
        return (
          <g key={tick.cursor} transform={`translate(${x(tick.cursor)} 0)`}>
            <path d={`M0 ${top}V${height - 3}`} stroke={hue} strokeWidth="1.5" />
            {sign && line && (
              <path
                d={sign}
                transform={`translate(0 ${top})`}
                fill={tick.family === 'failure' ? 'none' : hue}
                stroke={hue}
                strokeWidth="1.5"
              />
            )}
          </g>
        )
      })}
    </svg>
  )
})
