import { useApi } from '../../app/useApi.ts'
import { readRunFilters } from '../../runs/runFilters.ts'

const longest = 200

/** Which runs of a queue lie beside one; null where none does. */
export type Beside = { next: string | null; before: string | null; place: number; length: number }

/** The place of a run among those that are gone through. They stay as they were when that began: what is reviewed leaves none of them out. */
export function useReviewQueue(queue: string, run: string): Beside {
  const { last: _, ...filters } = readRunFilters(new URLSearchParams(queue))
  const { data } = useApi(
    'listRuns',
    { query: { ...filters, limit: longest } },
    { enabled: queue !== '', staleTime: Number.POSITIVE_INFINITY },
  )
  const runs = data?.runs.map((each) => each.run) ?? []
  const place = runs.indexOf(run)
  return {
    next: runs[place + 1] ?? null,
    before: place > 0 ? (runs[place - 1] ?? null) : null,
    place,
    length: runs.length,
  }
}
