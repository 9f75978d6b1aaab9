import { lastMs, type RunFilters, searchOf } from '../../runs/runFilters.ts'

/** The page of a run with its review open; `queue` is which runs are gone through, as the list names it, or nothing. */
export function reviewAddress(run: string, queue: string): string {
  return `/runs/${encodeURIComponent(run)}?${new URLSearchParams({ review: queue })}`
}

/** What a list is narrowed to, to be gone through: of what has ended, and from the same moment on, however long that takes. */
export function queueOf({ last, ...filters }: RunFilters, now: number): string {
  return searchOf({ ...filters, status: 'ended', ...(last ? { since: now - lastMs[last] } : {}) })
}
