import { apiLimits } from '../../../shared/api/limits.ts'
import type { RunQuery, RunSummary } from '../../../shared/api/runs.ts'

/** What is asked of a shard; `from` is what the ids of the first runs that are meant begin with. */
export type RunFilter = Omit<RunQuery, 'loop' | 'since' | 'until' | 'cursor' | 'limit'> & {
  from?: string | undefined
}
/** Newest first. `reached` is the oldest run that was looked at; null when all were. */
export type RunsOfShard = { runs: RunSummary[]; reached: string | null }

type Values = (string | number)[]
type Condition = { sql: string; values: Values }

/** What can be asked for. All of it stands before `body` in a row: to read on behind that would be to read every body. */
const columns =
  'run, version, version_number, status, outcome, reason, message, cost_usd, accepted_at, ended_at'

/**
 * The newest runs before one that fit a filter. Only the id is indexed, as an index costs a written row with every run: so that none of it
 * reads every run that ever was, a bounded number is looked through.
 */
export function runSearch(filter: RunFilter, before: string | null, limit: number, now: number): Condition {
  const within = joined(withinOf(filter, before))
  const conditions = [...fitsOf(filter, now)]
  if (conditions.length === 0)
    return {
      sql: `SELECT * FROM runs WHERE ${within.sql} ORDER BY run DESC LIMIT ?`,
      values: [...within.values, limit],
    }
  const fits = joined(conditions)
  return {
    sql: `SELECT * FROM runs WHERE run IN (
        SELECT run FROM (SELECT ${columns} FROM runs WHERE ${within.sql} ORDER BY run DESC LIMIT ?)
        WHERE ${fits.sql} ORDER BY run DESC LIMIT ?
      ) ORDER BY run DESC`,
    values: [...within.values, apiLimits.runsLookedThrough, ...fits.values, limit],
  }
}

/** The last run that such a search looks at, and the one after it; a row less, or none, where it looks at all. */
export function searchEnd(filter: RunFilter, before: string | null): Condition {
  const { sql, values } = joined(withinOf(filter, before))
  return {
    sql: `SELECT run FROM runs WHERE ${sql} ORDER BY run DESC LIMIT 2 OFFSET ?`,
    values: [...values, apiLimits.runsLookedThrough - 1],
  }
}

/** What an index answers. A run that has not ended is open: with that said, only those are read. */
const withinOf = ({ status, from }: RunFilter, before: string | null): Condition[] => [
  ...(before === null ? [] : [{ sql: 'run < ?', values: [before] }]),
  ...(from === undefined ? [] : [{ sql: 'run >= ?', values: [from] }]),
  ...(status === undefined || status === 'ended' ? [] : [{ sql: 'open = 1', values: [] }]),
]

function* fitsOf(filter: RunFilter, now: number): Generator<Condition> {
  const { status, version, outcome, reason, text, minDurationMs, minCostUsd, reviewed } = filter
  if (status === 'in-flight') yield { sql: "status <> 'ended'", values: [] }
  else if (status !== undefined) yield { sql: 'status = ?', values: [status] }
  if (version !== undefined)
    yield /^\d+$/.test(version)
      ? { sql: 'version_number = ?', values: [Number(version)] }
      : { sql: 'version = ?', values: [version] }
  if (outcome !== undefined) yield { sql: 'outcome = ?', values: [outcome] }
  if (reason !== undefined) yield { sql: 'reason = ?', values: [reason] }
  if (text !== undefined) yield { sql: "instr(lower(run || ' ' || message), lower(?)) > 0", values: [text] }
  if (minDurationMs !== undefined)
    yield { sql: 'coalesce(ended_at, ?) - accepted_at >= ?', values: [now, minDurationMs] }
  if (reviewed !== undefined)
    yield {
      sql: `status = 'ended' AND run ${reviewed === 'true' ? 'IN' : 'NOT IN'} (SELECT run FROM reviews)`,
      values: [],
    }
  // What a run under way has cost is in its row only as of its last change of status.
  if (minCostUsd !== undefined) yield { sql: "(status <> 'ended' OR cost_usd >= ?)", values: [minCostUsd] }
}

const joined = (conditions: Condition[]): Condition => ({
  sql: ['TRUE', ...conditions.map(({ sql }) => sql)].join(' AND '),
  values: conditions.flatMap(({ values }) => values),
})
