import { formatDuration } from '../ui/formatTime.ts'

/** A stretch in which nothing was worked on, drawn narrower than it was. */
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

/** Which gaps between moments no work reaches into. Both lists are ascending by time. */
function idleGaps(times: readonly number[], work: readonly Work[]): boolean[] {
  let next = 0
  let until = Number.NEGATIVE_INFINITY
  return times.slice(1).map((to, index) => {
    const from = times[index] ?? to
    for (let each = work[next]; each && each.startAt < to; each = work[next]) {
      until = Math.max(until, each.endAt)
      next += 1
    }
    return until <= from
  })
}

/** A stretch in which something was under way. */
export type Work = { startAt: number; endAt: number }

/**
 * A scale over a run's moments on which long stretches without work are compressed, so that what happened keeps room.
 * Between breaks it is linear: a bar twice as long took twice the time. `work` is ascending by start; `eachBreak` is the
 * share of the width that one break takes, where they are few.
 */
export function createTimeScale(
  moments: readonly number[],
  work: readonly Work[] = [],
  eachBreak = 0.08,
): TimeScale {
  const bounds = work.flatMap(({ startAt, endAt }) => [startAt, endAt])
  const times = [...new Set([...moments, ...bounds])].toSorted((a, b) => a - b)
  const start = times[0] ?? 0
  const end = Math.max(start, times.at(-1) ?? 0)
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const idle = idleGaps(times, work)
  const rest = gaps.reduce((sum, gap, index) => sum + (idle[index] && gap >= shortestBreakMs ? 0 : gap), 0)
  // What is short beside the work is left as it is: the eye can still judge it.
  const compressed = gaps.map(
    (gap, index) => idle[index] === true && gap >= Math.max(shortestBreakMs, rest * 0.1),
  )
  const long = compressed.filter(Boolean).length
  const active = gaps.reduce((sum, gap, index) => sum + (compressed[index] ? 0 : gap), 0)
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
    const next = compressed[index] ? x + breakWidth : x + gap * perMs
    if (compressed[index]) breaks.push({ from, to, start: x, end: next, label: formatDuration(gap) })
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
