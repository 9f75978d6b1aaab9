import { useSyncExternalStore } from 'react'
import { formatExact, formatRelative } from './formatTime.ts'
import { Tooltip } from './Tooltip.tsx'

let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for every relative time on the page, stopped while nobody shows one. */
function subscribe(listener: () => void) {
  if (listeners.size === 0) now = Date.now()
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 10_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The clock stands still between its ticks; what came about since the last one brings it forward, else it would seem to be to come. */
function clockAfter(moment: number): number {
  if (moment > now && moment <= Date.now()) now = moment
  return now
}

/** A moment relative to now ("3 min ago"), the exact one on hover and in the markup. */
export function Time({ at, className }: { at: number | string; className?: string }) {
  const moment = typeof at === 'string' ? Date.parse(at) : at
  const clock = useSyncExternalStore(subscribe, () => clockAfter(moment))
  return (
    <Tooltip label={formatExact(moment)}>
      <time dateTime={new Date(moment).toISOString()} className={className}>
        {formatRelative(moment, clock)}
      </time>
    </Tooltip>
  )
}
