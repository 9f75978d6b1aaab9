import { formatCost, formatDuration } from '../ui/formatTime.ts'
import { shortId } from '../ui/Id.tsx'
import type { Last, RunFilters } from './runFilters.ts'

export const lastWords = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
} as const satisfies Record<Last, string>

const minute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** The filters that are set behind “More filters”, each in words. */
export function filterWords(filters: RunFilters): { key: keyof RunFilters; words: string }[] {
  const { version, last, since, until, minDurationMs, minCostUsd, reviewed } = filters
  const words = {
    version:
      version && (version.startsWith('sha256:') ? `Version ${shortId(version)}` : `Version ${version}`),
    last: last && lastWords[last],
    since: since === undefined ? undefined : `From ${minute.format(since)}`,
    until: until === undefined ? undefined : `Before ${minute.format(until)}`,
    minDurationMs: minDurationMs === undefined ? undefined : `Took at least ${formatDuration(minDurationMs)}`,
    minCostUsd: minCostUsd === undefined ? undefined : `Cost at least ${formatCost(minCostUsd)}`,
    reviewed: reviewed && (reviewed === 'true' ? 'Reviewed' : 'Not reviewed yet'),
  }
  return Object.entries(words).flatMap(([key, each]) =>
    each === undefined ? [] : [{ key: key as keyof RunFilters, words: each }],
  )
}
