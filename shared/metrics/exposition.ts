import { bucketBounds, type Metric, type MetricName, metrics } from './catalogue.ts'
import { addMeters, type Meters, readSeries } from './meters.ts'

/** The media type of what `exposition` writes. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8'

/** So many loops have series of their own; the rest are one, under this name, which is none that a loop can have. */
const mostLoops = 500
const otherLoops = '(others)'

/** What a loop counted, in all of its shards. */
export type LoopMeters = { loop: string; meters: Meters }

/**
 * What was counted as Prometheus reads it (text format 0.0.4). Names are made of those of OpenTelemetry by its own rule: dots become underscores,
 * then the unit, then `_total` for a counter.
 */
export function exposition(loops: readonly LoopMeters[]): string {
  const lines = new Map<MetricName, string[]>()
  for (const { loop, meters } of bounded(loops))
    for (const [name, line] of linesOf(loop, meters)) lines.set(name, [...(lines.get(name) ?? []), line])
  const families = Object.entries(metrics).flatMap(([name, metric]) => {
    const own = lines.get(name as MetricName)
    return own ? [...head(name, metric), ...own] : []
  })
  return families.map((line) => `${line}\n`).join('')
}

function bounded(loops: readonly LoopMeters[]): LoopMeters[] {
  const sorted = loops.toSorted((a, b) => (a.loop < b.loop ? -1 : 1))
  const rest = sorted.slice(mostLoops)
  if (rest.length === 0) return sorted
  return [
    ...sorted.slice(0, mostLoops),
    { loop: otherLoops, meters: addMeters(rest.map(({ meters }) => meters)) },
  ]
}

const suffixes = { '1': '', s: '_seconds', USD: '_usd' } as const satisfies Record<Metric['unit'], string>

/** A metric’s name for Prometheus. */
export function familyName(name: string, { type, unit }: Metric): string {
  return `${name.replaceAll('.', '_')}${suffixes[unit]}${type === 'counter' ? '_total' : ''}`
}

const head = (name: string, metric: Metric) => {
  const family = familyName(name, metric)
  return [`# HELP ${family} ${metric.says}`, `# TYPE ${family} ${metric.type}`]
}

function* linesOf(loop: string, { counts, histograms }: Meters): Generator<[MetricName, string]> {
  for (const [series, value] of Object.entries(counts)) {
    const read = readSeries(series)
    if (!read) continue
    const labels = labelled([['loop', loop], ...read.labels])
    yield [read.name, `${familyName(read.name, metrics[read.name])}${labels} ${value}`]
  }
  for (const [series, { counts: buckets, sum }] of Object.entries(histograms)) {
    const read = readSeries(series)
    if (!read) continue
    const family = familyName(read.name, metrics[read.name])
    const labels: [string, string][] = [['loop', loop], ...read.labels]
    let below = 0
    for (const [place, value] of buckets.entries()) {
      below += value
      const bound = bucketBounds[place]
      const le = bound === undefined ? '+Inf' : String(bound)
      yield [read.name, `${family}_bucket${labelled([...labels, ['le', le]])} ${below}`]
    }
    yield [read.name, `${family}_sum${labelled(labels)} ${sum}`]
    yield [read.name, `${family}_count${labelled(labels)} ${below}`]
  }
}

const labelled = (labels: readonly [string, string][]) =>
  `{${labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}`

const escaped = (value: string) =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
