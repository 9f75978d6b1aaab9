const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' })

/** "3 min. ago", "in 2 hr."; under a minute it is "just now" or "in a moment". */
export function formatRelative(at: number, now: number): string {
  const delta = at - now
  for (const [unit, size] of units) {
    if (Math.abs(delta) >= size) return relative.format(Math.trunc(delta / size), unit)
  }
  return delta > 5_000 ? 'in a moment' : 'just now'
}

// Made once: making a formatter costs more than a hundred uses of it.
const exact = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
})
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})

/** Local date and time to the millisecond, with its zone. */
export function formatExact(at: number): string {
  return exact.format(at)
}

/** Time of day to the millisecond, for tables where the day is plain. */
export function formatClock(at: number): string {
  return clock.format(at)
}

/** A duration with the two units that matter: `340 ms`, `2.4 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
  const pairs: readonly [number, string, number, string][] = [
    [86_400_000, 'd', 3_600_000, 'h'],
    [3_600_000, 'h', 60_000, 'min'],
    [60_000, 'min', 1000, 's'],
  ]
  for (const [big, bigUnit, small, smallUnit] of pairs) {
    if (ms < big) continue
    const rest = Math.floor((ms % big) / small)
    return rest === 0
      ? `${Math.floor(ms / big)} ${bigUnit}`
      : `${Math.floor(ms / big)} ${bigUnit} ${rest} ${smallUnit}`
  }
  return `${ms} ms`
}

/** An amount of money; small amounts keep the digits that tell them apart. */
export function formatCost(usd: number): string {
  if (usd === 0) return '$0'
  return `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`
}
