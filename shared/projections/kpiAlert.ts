import { z } from 'zod'
import { timeWords } from '../engine/timeWords.ts'
import { kpiFigures } from './kpiFigures.ts'
import type { Kpis } from './kpis.ts'

/** What an alert watches: of the runs that ended in its window, or (`queue-depth`, `oldest-approval`) of what there is now. */
export const KpiMeasure = z.enum([
  /** The share of runs that did not succeed, 0 to 1; those that somebody cancelled are left out. */
  'failure-rate',
  /** The 95th percentile of the cycle time, in milliseconds. */
  'cycle-p95',
  /** What runs cost, in US dollars an hour. */
  'cost-per-hour',
  /** Runs that were accepted and wait for room. */
  'queue-depth',
  /** For how long the approval waits that was asked for first, in milliseconds. */
  'oldest-approval',
  /** Runs that were accepted. It fires below its threshold: 1 is no run at all. */
  'started',
])
export type KpiMeasure = z.infer<typeof KpiMeasure>

/** What a rule is held against. */
export type KpiReading = {
  /** What the runs of the window came to. */
  kpis: Kpis
  windowHours: number
  queued: number
  oldestApprovalAt: number | null
  now: number
}

/** Fewer runs say nothing about a share or a percentile. */
const fewest = 5

/** The value that is compared; null where there is too little to say. */
export function measured(measure: KpiMeasure, reading: KpiReading): number | null {
  const figures = kpiFigures(reading.kpis)
  switch (measure) {
    case 'failure-rate':
      return figures.judged < fewest
        ? null
        : (figures.judged - (figures.outcomes.succeeded ?? 0)) / figures.judged
    case 'cycle-p95':
      return figures.cycle.count < fewest ? null : figures.cycle.p95
    case 'cost-per-hour':
      return figures.costUsd / reading.windowHours
    case 'queue-depth':
      return reading.queued
    case 'oldest-approval':
      return reading.oldestApprovalAt === null ? 0 : Math.max(0, reading.now - reading.oldestApprovalAt)
    case 'started':
      return figures.started
  }
}

/** Whether a value is what the alert is about. Where there is too little to say it is not. */
export function isFiring(measure: KpiMeasure, value: number | null, threshold: number): boolean {
  if (value === null) return false
  return measure === 'started' ? value < threshold : value >= threshold
}

/** A value of a measure in words. */
export function measureWords(measure: KpiMeasure, value: number): string {
  switch (measure) {
    case 'failure-rate':
      return `${Number((value * 100).toFixed(1))} % of runs do not succeed`
    case 'cycle-p95':
      return `the p95 of the cycle time is ${timeWords(Math.round(value) / 1000)}`
    case 'cost-per-hour':
      return `runs cost $${value.toFixed(2)} an hour`
    case 'queue-depth':
      return `${value} runs are queued`
    case 'oldest-approval':
      return `an approval waits for ${timeWords(Math.round(value / 1000))}`
    case 'started':
      return `${value} runs were accepted`
  }
}
