import type { AlertNotice, AlertRule } from '../../../shared/api/alerts.ts'
import type { KpiMeasure } from '../../../shared/projections/kpiAlert.ts'
import type { BadgeTone } from '../../ui/Badge.tsx'
import { formatCost, formatDuration } from '../../ui/formatTime.ts'
import { none, number, percent } from '../kpiWords.ts'

type Measure = {
  label: string
  /** What its threshold is written in, and how many of the API’s units that is. */
  unit: string
  size: number
  /** Whether it looks at the runs of a window, or at what there is now. */
  hasWindow: boolean
  words: (value: number) => string
}

export const measures = {
  'failure-rate': {
    label: 'Runs that do not succeed',
    unit: '%',
    size: 0.01,
    hasWindow: true,
    words: (value) => percent(value),
  },
  'cycle-p95': {
    label: 'Cycle time, p95',
    unit: 'seconds',
    size: 1000,
    hasWindow: true,
    words: formatDuration,
  },
  'cost-per-hour': {
    label: 'Cost an hour',
    unit: 'US dollars',
    size: 1,
    hasWindow: true,
    words: formatCost,
  },
  'queue-depth': { label: 'Runs in the queue', unit: 'runs', size: 1, hasWindow: false, words: number },
  'oldest-approval': {
    label: 'An approval waits',
    unit: 'hours',
    size: 3_600_000,
    hasWindow: false,
    words: formatDuration,
  },
  started: { label: 'Too few runs started', unit: 'runs', size: 1, hasWindow: true, words: number },
} as const satisfies Record<KpiMeasure, Measure>

type Rule = Pick<AlertRule, 'measure' | 'threshold' | 'windowHours'>

/** When an alert fires, in one line. */
export function ruleWords({ measure, threshold, windowHours }: Rule): string {
  const { label, words, hasWindow } = measures[measure]
  const within = hasWindow ? ` within ${windowHours === 1 ? 'an hour' : `${windowHours} hours`}` : ''
  if (measure !== 'started') return `${label}: ${words(threshold)} or more${within}`
  return `${threshold <= 1 ? 'No run' : `Fewer than ${words(threshold)} runs`} started${within}`
}

export const valueWords = (measure: KpiMeasure, value: number | null) =>
  value === null ? none : measures[measure].words(value)

export const kindWords = {
  firing: { word: 'Firing', tone: 'danger' },
  resolved: { word: 'Resolved', tone: 'success' },
  test: { word: 'Test', tone: 'neutral' },
} as const satisfies Record<AlertNotice['kind'], { word: string; tone: BadgeTone }>
