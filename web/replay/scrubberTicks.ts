import type { RunEvent } from '../../shared/engine/event.ts'
import { type EventFamily, familyOf } from './eventFamily.ts'

/** A tick of the scrubber: the weightiest event of those that fall on it. */
export type Tick = { cursor: number; family: EventFamily }

/** When several events share a pixel the first of these in the list is drawn. */
const weight = [
  'failure',
  'verdict',
  'approval',
  'undo',
  'signal',
  'plan',
  'run',
  'policy',
  'step',
  'check',
  'lease',
] as const satisfies readonly EventFamily[]

/** At most `most` ticks for a log of any length. */
export function scrubberTicks(events: readonly RunEvent[], most: number): Tick[] {
  const size = Math.max(1, events.length / Math.max(1, most))
  const ticks = new Map<number, Tick>()
  events.forEach((event, index) => {
    const bucket = Math.floor(index / size)
    const family = familyOf(event)
    const known = ticks.get(bucket)
    if (!known || weight.indexOf(family) < weight.indexOf(known.family))
      ticks.set(bucket, { cursor: index + 1, family })
  })
  return [...ticks.values()]
}
