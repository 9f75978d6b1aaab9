import type { RunSummary } from '../../../shared/api/runs.ts'
import type { RecentRuns as Recent } from '../../../shared/engine/event.ts'
import { uuidTime } from '../runTime.ts'
import type { Sql } from '../storage/Sql.ts'
import { SlidingSum } from './SlidingSum.ts'

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000]
/** Sums of money are counted in billionths of a dollar, so that they come out even. */
const nano = 1e9

type Row = { at: number; runs: number; failures: number; cost: number }

/**
 * What the shard did lately, for policies that read it. Nothing is counted before one does; then the runs of the last day are read once, and
 * counted along from there.
 */
export class RecentRuns {
  readonly #sql: Sql
  readonly #prefix: string
  #counts: Counts | null = null

  /** `prefix`: what the shard's run ids begin with. */
  constructor(sql: Sql, prefix: string) {
    this.#sql = sql
    this.#prefix = prefix
  }

  at(now: number): Recent {
    this.#counts ??= this.#read(now)
    const { runs, failures, cost } = this.#counts
    return {
      lastMinute: runs.minute.total(now),
      lastHour: runs.hour.total(now),
      lastDay: runs.day.total(now),
      failuresLastDay: failures.total(now),
      costLastDayUsd: cost.total(now) / nano,
    }
  }

  accepted(at: number): void {
    if (this.#counts) count(this.#counts, { at, runs: 1, failures: 0, cost: 0 }, at)
  }

  /** A run counts for the time of its acceptance. */
  ended({ acceptedAt, endedAt, outcome, costUsd }: RunSummary): void {
    if (!this.#counts) return
    const failures = outcome === 'succeeded' ? 0 : 1
    const row = { at: acceptedAt, runs: 0, failures, cost: costUsd }
    count(this.#counts, row, endedAt ?? acceptedAt)
  }

  #read(now: number): Counts {
    const counts: Counts = {
      runs: { minute: new SlidingSum(minuteMs), hour: new SlidingSum(hourMs), day: new SlidingSum(dayMs) },
      failures: new SlidingSum(dayMs),
      cost: new SlidingSum(dayMs),
    }
    const query = `SELECT accepted_at / 1000 * 1000 AS at, count(*) AS runs,
        sum(status = 'ended' AND outcome <> 'succeeded') AS failures,
        sum(CASE status WHEN 'ended' THEN cost_usd ELSE 0 END) AS cost
      FROM runs WHERE run > ? GROUP BY accepted_at / 1000 ORDER BY 1`
    for (const row of this.#sql.all<Row>(query, `${this.#prefix}${uuidTime(now - dayMs)}`))
      count(counts, row, now)
    return counts
  }
}

type Counts = {
  runs: { minute: SlidingSum; hour: SlidingSum; day: SlidingSum }
  failures: SlidingSum
  cost: SlidingSum
}

function count({ runs, failures, cost }: Counts, row: Row, now: number): void {
  for (const sum of [runs.minute, runs.hour, runs.day]) sum.add(row.at, row.runs, now)
  failures.add(row.at, row.failures, now)
  cost.add(row.at, Math.round(row.cost * nano), now)
}
