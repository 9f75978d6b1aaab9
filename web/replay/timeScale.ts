import { formatDuration } from '../ui/formatTime.ts'

/** A stretch without events, drawn narrower than it was. */
export type Break = { from: number; to: number; start: number; end: number; label: string }

export type TimeScale = {
  /** Where a moment stands, from 0 to 1. Later is never further left. */
  place: (at: number) => number
  breaks: readonly Break[]
  start: number
  end: number
}

const shortestBreakMs = 1_500
/** The share of the width that all breaks together may take. */
const allBreaks = 0.35

/** A gap that dwarfs the others is idle; where gaps are all alike, none is. */
function thresholdOf(gaps: readonly number[]): number {
  const sorted = gaps.toSorted((a, b) => a - b)
  const usual = sorted[Math.floor(sorted.length * 0.9)] ?? 0
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  return Math.max(shortestBreakMs, Math.min(usual * 8, median * 60 + shortestBreakMs))
}

/**
 * A scale over ascending moments on which long gaps without an event are compressed, so that what happened keeps room.
 * `eachBreak` is the share of the width that one takes, where they are few.
 */
export function createTimeScale(times: readonly number[], eachBreak = 0.08): TimeScale {
  const start = times[0] ?? 0
  const end = Math.max(start, times.at(-1) ?? 0)
  const gaps = times.slice(1).map((time, index) => Math.max(0, time - (times[index] ?? time)))
  const threshold = thresholdOf(gaps)
  const long = gaps.filter((gap) => gap >= threshold).length
  const active = gaps.reduce((sum, gap) => sum + (gap >= threshold ? 0 : gap), 0)
  const share = long === 0 ? 0 : Math.min(eachBreak, allBreaks / long)
  // When there is nothing but breaks they share the whole width.
  const breakWidth = active === 0 && long > 0 ? 1 / long : share
  const perMs = active === 0 ? 0 : (1 - breakWidth * long) / active

  const knots: { at: number; x: number }[] = [{ at: start, x: 0 }]
  const breaks: Break[] = []
  let x = 0
  gaps.forEach((gap, index) => {
    const from = times[index] ?? start
    const to = from + gap
    const next = gap >= threshold ? x + breakWidth : x + gap * perMs
    if (gap >= threshold) breaks.push({ from, to, start: x, end: next, label: formatDuration(gap) })
    x = next
    knots.push({ at: to, x: Math.min(1, x) })
  })

  const place = (at: number): number => {
    if (at <= start) return 0
    if (at >= end) return 1
    let low = 0
    let high = knots.length - 1
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((knots[middle]?.at ?? 0) <= at) low = middle
      else high = middle
    }
    const left = knots[low]
    const right = knots[high]
    if (!left || !right || right.at === left.at) return left?.x ?? 0
    return left.x + ((at - left.at) / (right.at - left.at)) * (right.x - left.x)
  }
  return { place, breaks, start, end }
}
