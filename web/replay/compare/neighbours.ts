import type { RunSummary } from '../../../shared/api/runs.ts'

type Neighbours = { before: RunSummary | null; after: RunSummary | null }

/** The runs next to one, in a list that has the newest first; null where the list has none. */
export function neighbours(runs: readonly RunSummary[], run: string): Neighbours {
  const place = runs.findIndex((each) => each.run === run)
  if (place < 0) return { before: null, after: null }
  return { before: runs[place + 1] ?? null, after: runs[place - 1] ?? null }
}
