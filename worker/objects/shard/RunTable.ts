import type { RunSummary } from '../../../shared/api/runs.ts'
import type { Json } from '../../../shared/json.ts'
import type { Sql } from '../storage/Sql.ts'
import { nextNumber } from './EventLog.ts'
import { type RunFilter, type RunsOfShard, runSearch, searchEnd } from './runSearch.ts'

type Row = {
  run: string
  version: string
  version_number: number
  status: string
  outcome: string | null
  reason: string | null
  message: string
  iterations: number
  steps: number
  cost_usd: number
  accepted_at: number
  ended_at: number | null
  events: number
  trace: string
  body: string
  open: number
  parent: string | null
}

/** A run's summary and the body that it ended with. */
export type StoredRun = { summary: RunSummary; body: Json }

/** The runs' summaries. A row is written when a run's status changes, not at every turn. */
export class RunTable {
  readonly #sql: Sql
  readonly #loop: string

  constructor(sql: Sql, loop: string) {
    this.#sql = sql
    this.#loop = loop
  }

  /** `open` says whether the host still owes the run something: it is looked at after every wake. */
  put({ summary, body }: StoredRun, open: boolean): void {
    const values = [summary.run, summary.version, summary.versionNumber ?? 0, summary.status, summary.outcome]
    const counts = [summary.reason, summary.message, summary.iterations, summary.steps, summary.costUsd]
    const times = [summary.acceptedAt, summary.endedAt, summary.events, summary.trace]
    this.#sql.run(
      `INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${nextNumber})
       ON CONFLICT (run) DO UPDATE SET status = excluded.status, outcome = excluded.outcome, reason = excluded.reason,
         message = excluded.message, iterations = excluded.iterations, steps = excluded.steps,
         cost_usd = excluded.cost_usd, ended_at = excluded.ended_at, events = excluded.events, body = excluded.body,
         open = excluded.open`,
      ...values,
      ...counts,
      ...times,
      JSON.stringify(body),
      open ? 1 : 0,
      summary.parent && JSON.stringify(summary.parent),
    )
  }

  /** How many runs ended how, from a time up to and without another. */
  countOutcomes(from: number, to: number): Record<string, number> {
    const query = `SELECT outcome, count(*) AS runs FROM runs WHERE ended_at >= ? AND ended_at < ? AND outcome IS NOT NULL GROUP BY outcome`
    const rows = this.#sql.all<{ outcome: string; runs: number }>(query, from, to)
    return Object.fromEntries(rows.map(({ outcome, runs }) => [outcome, runs]))
  }

  get(run: string): StoredRun | null {
    const row = this.#sql.first<Row>('SELECT * FROM runs WHERE run = ?', run)
    return row ? { summary: this.#summary(row), body: JSON.parse(row.body) as Json } : null
  }

  /** The runs that something is still owed to. */
  open(): string[] {
    return this.#sql.all<{ run: string }>('SELECT run FROM runs WHERE open = 1').map(({ run }) => run)
  }

  /** Which share of the newest ended runs, so many at most, did not succeed; 0 when none has ended. */
  recentFailures(most: number): number {
    const query = "SELECT outcome FROM runs WHERE status = 'ended' ORDER BY run DESC LIMIT ?"
    const outcomes = this.#sql.all<{ outcome: string | null }>(query, most)
    const failed = outcomes.filter(({ outcome }) => outcome !== 'succeeded').length
    return outcomes.length === 0 ? 0 : failed / outcomes.length
  }

  /** Newest first: run ids sort by the time of their acceptance. */
  list(filter: RunFilter, before: string | null, limit: number, now: number): RunsOfShard {
    const { sql, values } = runSearch(filter, before, limit, now)
    const runs = this.#sql.all<Row>(sql, ...values).map((row) => this.#summary(row))
    if (runs.length === limit) return { runs, reached: runs.at(-1)?.run ?? null }
    const end = searchEnd(filter, before)
    const [last, older] = this.#sql.all<{ run: string }>(end.sql, ...end.values)
    return { runs, reached: last && older ? last.run : null }
  }

  #summary(row: Row): RunSummary {
    return {
      run: row.run,
      loop: this.#loop,
      version: row.version,
      versionNumber: row.version_number,
      status: row.status as RunSummary['status'],
      outcome: row.outcome as RunSummary['outcome'],
      reason: row.reason as RunSummary['reason'],
      message: row.message,
      iterations: row.iterations,
      steps: row.steps,
      costUsd: row.cost_usd,
      acceptedAt: row.accepted_at,
      endedAt: row.ended_at,
      events: row.events,
      trace: row.trace,
      parent: row.parent === null ? null : (JSON.parse(row.parent) as RunSummary['parent']),
    }
  }
}
