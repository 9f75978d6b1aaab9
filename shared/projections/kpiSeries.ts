import { type KpiFigures, kpiFigures } from './kpiFigures.ts'
import { addKpis, type Kpis, sumKpis } from './kpis.ts'

export const kpiHourMs = 3_600_000
const dayMs = 24 * kpiHourMs
/** What is older is dropped. */
export const kpiKeptMs = 35 * dayMs
/** Up to this long a point is an hour. */
const hourlyUpToMs = 3 * dayMs
/** What is usual is taken from the time before, so many times as long. */
const timesAsLong = 7

/** What runs of one version came to in an hour, or in whatever hours were put together. */
export type KpiCell = { at: number; version: number; kpis: Kpis }

/** Which time is asked about, in which steps, and from when on the time before it says what is usual. */
export type KpiSpan = { from: number; to: number; step: 'hour' | 'day'; usualFrom: number }

type SpanAsk = { from?: number | undefined; to?: number | undefined; step?: KpiSpan['step'] | undefined }

/** The time that is asked about; null where it ends before it begins or is longer than what is kept. */
export function kpiSpan({ from: asked, to = 0, step: wished }: SpanAsk, now: number): KpiSpan | null {
  const until = to || now
  const since = asked ?? until - dayMs
  const step = wished ?? (until - since > hourlyUpToMs ? 'day' : 'hour')
  const from = floor(since, stepMs(step))
  const length = until - from
  if (since >= until || length > kpiKeptMs + dayMs) return null
  const usualFrom = Math.max(from - timesAsLong * length, floor(now - kpiKeptMs, kpiHourMs))
  return { from, to: until, step, usualFrom: Math.min(usualFrom, from) }
}

const stepMs = (step: KpiSpan['step']) => (step === 'hour' ? kpiHourMs : dayMs)
const floor = (at: number, size: number) => Math.floor(at / size) * size

/** Hours put together: those of each step of the time that is asked about, and all before it, by version. */
export function foldCells(cells: Iterable<KpiCell>, span: KpiSpan): KpiCell[] {
  const folded = new Map<string, KpiCell>()
  for (const { at: hour, version, kpis } of cells) {
    if (hour < span.usualFrom || hour >= span.to) continue
    const at = hour < span.from ? span.usualFrom : floor(hour, stepMs(span.step))
    const before = folded.get(`${at}/${version}`)
    folded.set(`${at}/${version}`, { at, version, kpis: before ? addKpis(before.kpis, kpis) : kpis })
  }
  return [...folded.values()]
}

export type KpiSeries = {
  total: KpiFigures
  expected: KpiFigures
  points: (KpiFigures & { at: number })[]
  versions: (KpiFigures & { version: number })[]
}

/** Cells as figures over time, of one version or of all; and by version, whichever is asked for. */
export function kpiSeries(cells: readonly KpiCell[], span: KpiSpan, version: number | null): KpiSeries {
  const isAsked = (cell: KpiCell) => version === null || cell.version === version
  const isShown = (cell: KpiCell) => cell.at >= span.from
  const shown = cells.filter(isShown)
  const asked = groupBy(shown.filter(isAsked), ({ at }) => at)
  const points = stepsOf(span).map((at) => ({ at, ...figuresOf(asked.get(at) ?? []) }))
  const versions = [...groupBy(shown, (cell) => cell.version)]
    .toSorted(([one], [other]) => other - one)
    .map(([number, of]) => ({ version: number, ...figuresOf(of) }))
  return {
    total: figuresOf(shown.filter(isAsked)),
    expected: figuresOf(cells.filter((cell) => !isShown(cell) && isAsked(cell))),
    points,
    versions,
  }
}

function stepsOf({ from, to, step }: KpiSpan): number[] {
  const count = Math.ceil((to - from) / stepMs(step))
  return Array.from({ length: count }, (_, place) => from + place * stepMs(step))
}

const figuresOf = (cells: readonly KpiCell[]) => kpiFigures(sumKpis(cells.map(({ kpis }) => kpis)))

function groupBy(cells: readonly KpiCell[], of: (cell: KpiCell) => number): Map<number, KpiCell[]> {
  const groups = new Map<number, KpiCell[]>()
  for (const cell of cells) groups.set(of(cell), [...(groups.get(of(cell)) ?? []), cell])
  return groups
}
