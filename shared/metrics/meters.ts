import { z } from 'zod'
import {
  bucketBounds,
  type CounterName,
  type HistogramName,
  type LabelsOf,
  type MetricName,
  metrics,
} from './catalogue.ts'

const Histogram = z.strictObject({
  /** How many fell into each bucket, and in the last place past them all. */
  counts: z.array(z.int()).length(bucketBounds.length + 1),
  sum: z.number(),
})

/** What was counted: by series, which is the metric’s name and the values of its labels. */
export const Meters = z.strictObject({
  counts: z.record(z.string(), z.number()),
  histograms: z.record(z.string(), Histogram),
})
export type Meters = z.infer<typeof Meters>
type Histogram = z.infer<typeof Histogram>

export const noMeters = (): Meters => ({ counts: {}, histograms: {} })

const separator = ' '

function seriesOf<N extends MetricName>(name: N, labels: LabelsOf<N>): string {
  const named: Record<string, string> = labels
  return [name, ...metrics[name].labels.map((label) => named[label])].join(separator)
}

/** A series as its metric and its labels; null for one that no metric of today has. */
export function readSeries(series: string): { name: MetricName; labels: [string, string][] } | null {
  const [name = '', ...values] = series.split(separator)
  if (!Object.hasOwn(metrics, name)) return null
  const known = name as MetricName
  const { labels } = metrics[known]
  if (labels.length !== values.length) return null
  return { name: known, labels: labels.map((label, place) => [label, values[place] ?? '']) }
}

/** Adds to a counter or a gauge. */
export function count<N extends CounterName>(meters: Meters, name: N, labels: LabelsOf<N>, by = 1): void {
  const series = seriesOf(name, labels)
  meters.counts[series] = (meters.counts[series] ?? 0) + by
}

/** Adds a duration, in seconds, to a histogram. */
export function observe<N extends HistogramName>(
  meters: Meters,
  name: N,
  labels: LabelsOf<N>,
  seconds: number,
): void {
  const series = seriesOf(name, labels)
  const histogram = meters.histograms[series] ?? { counts: bucketBounds.map(() => 0).concat(0), sum: 0 }
  const place = bucketBounds.findIndex((bound) => seconds <= bound)
  const bucket = place < 0 ? bucketBounds.length : place
  histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1
  histogram.sum += seconds
  meters.histograms[series] = histogram
}

/** What several shards counted, as one. */
export function addMeters(all: readonly Meters[]): Meters {
  const sum = noMeters()
  for (const { counts, histograms } of all) {
    for (const [series, value] of Object.entries(counts))
      sum.counts[series] = (sum.counts[series] ?? 0) + value
    for (const [series, histogram] of Object.entries(histograms))
      sum.histograms[series] = added(sum.histograms[series], histogram)
  }
  return sum
}

const added = (one: Histogram | undefined, other: Histogram): Histogram => ({
  counts: other.counts.map((value, place) => value + (one?.counts[place] ?? 0)),
  sum: other.sum + (one?.sum ?? 0),
})
