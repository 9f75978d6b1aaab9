/** Preferred numbers (ISO 3, R10), times ten: a bucket is at most 28 % wider than the one before. */
const decade = [10, 12.5, 16, 20, 25, 31.5, 40, 50, 63, 80] as const
const decades = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000] as const

/**
 * The upper bounds of what is counted together, in milliseconds: from nothing to 92 days. They are fixed, so that what any two shards, hours
 * or versions counted adds up. What was stored was counted by them: another list needs a migration.
 */
export const kpiBounds: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 8].concat(
  decades.flatMap((size) => decade.map((number) => number * size)),
)

/** How many durations fell into which bucket, by its place among the bounds; buckets with none are left out. */
export type KpiHistogram = { buckets: Record<string, number>; sumMs: number }

export const noDurations = (): KpiHistogram => ({ buckets: {}, sumMs: 0 })

/** Adds a duration. What is longer than the last bound counts as the last bound. */
export function addDuration(histogram: KpiHistogram, ms: number): void {
  const place = bucketOf(Math.max(0, ms))
  histogram.buckets[place] = (histogram.buckets[place] ?? 0) + 1
  histogram.sumMs += Math.max(0, ms)
}

/** What two of them counted, as one. */
export function addHistograms(one: KpiHistogram, other: KpiHistogram): KpiHistogram {
  const buckets = { ...one.buckets }
  for (const [place, count] of Object.entries(other.buckets)) buckets[place] = (buckets[place] ?? 0) + count
  return { buckets, sumMs: one.sumMs + other.sumMs }
}

export const countOf = ({ buckets }: KpiHistogram): number =>
  Object.values(buckets).reduce((sum, count) => sum + count, 0)

/**
 * The duration that a share of all does not exceed, 0 to 1; null where there is none. It lies in the bucket that the exact one lies in, so it is
 * off by less than the bucket is wide: 28 % at most, and 2 ms under 10 ms.
 */
export function quantileOf(histogram: KpiHistogram, share: number): number | null {
  const rank = Math.max(1, Math.ceil(share * countOf(histogram)))
  let below = 0
  for (const [place, bound] of kpiBounds.entries()) {
    const count = histogram.buckets[place] ?? 0
    if (below + count >= rank) {
      const from = kpiBounds[place - 1] ?? 0
      return from + ((bound - from) * (rank - below)) / count
    }
    below += count
  }
  return null
}

function bucketOf(ms: number): number {
  let [low, high] = [0, kpiBounds.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((kpiBounds[middle] ?? 0) >= ms) high = middle
    else low = middle + 1
  }
  return low
}
