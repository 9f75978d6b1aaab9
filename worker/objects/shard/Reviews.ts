import type { RunReview } from '../../../shared/api/reviews.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { run: string; person: string; by: string; at: number; score: number; comment: string }

/** What people made of the runs of a shard that have ended: of each run one review a person. The log knows nothing of it. */
export class Reviews {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  put(run: string, person: string, { by, at, score, comment }: RunReview): void {
    const query = 'INSERT OR REPLACE INTO reviews VALUES (?, ?, ?, ?, ?, ?)'
    this.#sql.run(query, run, person, by, at, score, comment)
  }

  /** Newest first. */
  of(run: string): RunReview[] {
    const query = 'SELECT * FROM reviews WHERE run = ? ORDER BY at DESC, person'
    return this.#sql.all<Row>(query, run).map(asReview)
  }

  /** The newest review of each of these that has one. */
  newest(runs: readonly string[]): Map<string, RunReview> {
    // A statement takes a hundred values.
    const query =
      'SELECT * FROM reviews WHERE run IN (SELECT value FROM json_each(?)) ORDER BY at, person DESC'
    const rows = this.#sql.all<Row>(query, JSON.stringify(runs))
    return new Map(rows.map((row) => [row.run, asReview(row)]))
  }
}

const asReview = ({ by, at, score, comment }: Row): RunReview => ({ by, at, score, comment })
