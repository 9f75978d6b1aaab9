import type { RunList } from '../../shared/api/runs.ts'
import type { RunsOfShard } from '../objects/shard/runSearch.ts'

/** One page of what shards found, newest first. Its cursor is where it ended. */
export function mergeRuns(pages: readonly RunsOfShard[], limit: number): RunList {
  // What is older than where a shard stopped to look may miss some of that shard: it belongs to a later page.
  const reached = pages
    .flatMap((page) => (page.reached === null ? [] : [stamp(page.reached)]))
    .sort()
    .at(-1)
  const found = pages
    .flatMap((page) => page.runs)
    .filter(({ run }) => reached === undefined || stamp(run) >= reached)
    .sort((a, b) => (stamp(a.run) < stamp(b.run) ? 1 : -1))
  const runs = found.slice(0, limit)
  const last = runs.at(-1)
  return { runs, next: (found.length > limit && last ? stamp(last.run) : reached) ?? null }
}

/** The part of a run's id that tells when it was accepted, and from any other: UUIDv7 sorts by time. */
const stamp = (run: string) => run.slice(run.lastIndexOf('.') + 1)
