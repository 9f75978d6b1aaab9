import type { StopReason } from '../engine/event.ts'
import type { Outcome } from '../graph/nodes/outcome.ts'
import type { Verdict } from '../graph/nodes/verifier.ts'
import { addDuration, addHistograms, type KpiHistogram, noDurations } from './kpiHistogram.ts'

/** What is counted of runs. Money is counted in billionths of a dollar: whole numbers come to the same sum in any order. */
export type KpiCount =
  | 'started'
  | 'iterations'
  | 'costNanoUsd'
  | 'plansAsked'
  | 'plansFailed'
  | 'driftChecked'
  | 'driftFound'
  | `outcome ${Outcome}`
  | `reason ${StopReason}`
  | `verdict ${Verdict}`

/** What is timed: a whole run, its time in the queue, each phase, and from a verdict that did not pass to one that did. */
export const kpiTimes = ['cycle', 'queue', 'planning', 'action', 'verification', 'recovery'] as const
export type KpiTime = (typeof kpiTimes)[number]

/** What runs came to, added up. Adding is commutative and associative, so hours, versions and shards can be put together in any order. */
export type Kpis = {
  counts: Partial<Record<KpiCount, number>>
  times: Partial<Record<KpiTime, KpiHistogram>>
}

export const noKpis = (): Kpis => ({ counts: {}, times: {} })

export function countKpi({ counts }: Kpis, name: KpiCount, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by
}

export function timeKpi({ times }: Kpis, name: KpiTime, ms: number): void {
  const histogram = times[name] ?? noDurations()
  addDuration(histogram, ms)
  times[name] = histogram
}

/** What two of them counted, as one. */
export function addKpis(one: Kpis, other: Kpis): Kpis {
  const sum: Kpis = { counts: { ...one.counts }, times: { ...one.times } }
  for (const [name, by] of Object.entries(other.counts)) countKpi(sum, name as KpiCount, by)
  for (const name of kpiTimes) {
    const [before, more] = [sum.times[name], other.times[name]]
    if (more) sum.times[name] = before ? addHistograms(before, more) : more
  }
  return sum
}

export const sumKpis = (all: Iterable<Kpis>): Kpis => [...all].reduce(addKpis, noKpis())
