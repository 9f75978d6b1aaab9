import { z } from 'zod'
import { RunQuery } from '../../shared/api/runs.ts'

/** Times that go along with the clock: a link to the last hour shows the last hour whenever it is opened. */
export const lastMs = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 } as const
export const Last = z.enum(['1h', '24h', '7d'])
export type Last = z.infer<typeof Last>

const { loop, status, version, outcome, reason, text, since, until, minDurationMs, minCostUsd, reviewed } =
  RunQuery.shape

/** What the run list is narrowed to, as the API names it; it lives in the URL. What is not valid there is left out. */
export const RunFilters = z.object({
  loop: loop.catch(undefined),
  status: status.catch(undefined),
  version: version.catch(undefined),
  outcome: outcome.catch(undefined),
  reason: reason.catch(undefined),
  text: text.catch(undefined),
  last: Last.optional().catch(undefined),
  since: since.catch(undefined),
  until: until.catch(undefined),
  minDurationMs: minDurationMs.catch(undefined),
  minCostUsd: minCostUsd.catch(undefined),
  reviewed: reviewed.catch(undefined),
})
export type RunFilters = z.infer<typeof RunFilters>

/** Other values for some filters; `undefined` or `''` takes one away. */
export type FilterChanges = { [K in keyof RunFilters]?: RunFilters[K] | '' | undefined }

/** The filters that a query string holds. */
export function readRunFilters(search: URLSearchParams): RunFilters {
  return RunFilters.parse(Object.fromEntries(search))
}

/** The query string with some filters changed. */
export function withRunFilters(search: URLSearchParams, changes: FilterChanges): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(key)
    else next.set(key, String(value))
  }
  return next
}

/** The query string of filters: the same for the same ones, however they were chosen. */
export function searchOf(filters: RunFilters): string {
  const ordered = Object.fromEntries(
    Object.keys(RunFilters.shape).map((key) => [key, filters[key as keyof RunFilters]]),
  )
  return withRunFilters(new URLSearchParams(), ordered).toString()
}
