import { z } from 'zod'
import { RunStatus } from '../../shared/api/runs.ts'
import { StopReason } from '../../shared/engine/event.ts'
import { LoopName } from '../../shared/graph/ids.ts'
import { Outcome } from '../../shared/graph/nodes/outcome.ts'

/** `in-flight` stands for every status but `ended`. */
const StatusFilter = z.enum(['in-flight', ...RunStatus.options])

/** What the run list is narrowed to; it lives in the URL. */
export const RunFilters = z.object({
  loop: LoopName.optional().catch(undefined),
  status: StatusFilter.optional().catch(undefined),
  outcome: Outcome.optional().catch(undefined),
  reason: StopReason.optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
})
export type RunFilters = z.infer<typeof RunFilters>

/** The filters that a query string holds; what is not valid is left out. */
export function readRunFilters(search: URLSearchParams): RunFilters {
  return RunFilters.parse(Object.fromEntries(search))
}

/** The query string with one filter changed; `undefined` or `''` takes it away. */
export function withRunFilter<K extends keyof RunFilters>(
  search: URLSearchParams,
  key: K,
  value: RunFilters[K] | '',
): URLSearchParams {
  const next = new URLSearchParams(search)
  if (value === undefined || value === '') next.delete(key)
  else next.set(key, value)
  return next
}
