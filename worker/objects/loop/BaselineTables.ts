import { type BaselineRecord, BaselineStatus, type BaselineSummary } from '../../../shared/api/baselines.ts'
import { Baseline } from '../../../shared/verify/drift/baseline.ts'
import type { Who } from '../../security/principal.ts'
import type { Sql } from '../storage/Sql.ts'

type Fate = {
  status: string
  decided_by: string | null
  decided_at: number | null
  decision_note: string | null
}
type WholeRow = Fate & { baseline: string }
type ListedRow = Fate & { summary: string }
type Stored = Omit<BaselineSummary, 'status' | 'decision'>

/** The versions of a loop’s baselines, and what became of each. What a version holds never changes. */
export class BaselineTables {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Newest first. */
  list(): BaselineSummary[] {
    const query =
      "SELECT status, decided_by, decided_at, decision_note, summary FROM baselines ORDER BY summary ->> 'createdAt' DESC, version DESC"
    return this.#sql
      .all<ListedRow>(query)
      .map((row) => ({ ...(JSON.parse(row.summary) as Stored), ...fateOf(row) }))
  }

  get(name: string, version: number): BaselineRecord | null {
    const query =
      'SELECT status, decided_by, decided_at, decision_note, baseline FROM baselines WHERE name = ? AND version = ?'
    const row = this.#sql.first<WholeRow>(query, name, version)
    return row ? recordOf(row) : null
  }

  /** The version of each name that runs are compared with. */
  approved(): Baseline[] {
    const query = "SELECT baseline FROM baselines WHERE status = 'approved' ORDER BY name"
    return this.#sql
      .all<{ baseline: string }>(query)
      .map(({ baseline }) => Baseline.parse(JSON.parse(baseline)))
  }

  names(): Set<string> {
    return new Set(
      this.#sql.all<{ name: string }>('SELECT DISTINCT name FROM baselines').map(({ name }) => name),
    )
  }

  nextVersion(name: string): number {
    const query = 'SELECT max(version) AS last FROM baselines WHERE name = ?'
    return (this.#sql.first<{ last: number | null }>(query, name)?.last ?? 0) + 1
  }

  /** Who proposed a version; null where that was not kept. */
  proposer(name: string, version: number): Who | null {
    const query = 'SELECT proposer FROM baselines WHERE name = ? AND version = ?'
    const text = this.#sql.first<{ proposer: string | null }>(query, name, version)?.proposer ?? null
    return text === null ? null : (JSON.parse(text) as Who)
  }

  /** Takes the place of a proposal of that name that nobody has decided on. */
  propose(baseline: Baseline, proposer: Who): void {
    this.#sql.atomically(() => {
      this.#supersede(baseline.name, 'proposed')
      const query = 'INSERT INTO baselines VALUES (?, ?, ?, NULL, NULL, NULL, ?, ?, ?)'
      const { name, version } = baseline
      const texts = [summaryOf(baseline), baseline, proposer].map((each) => JSON.stringify(each))
      this.#sql.run(query, name, version, 'proposed', ...texts)
    })
  }

  /** What is approved takes the place of the version that held before. */
  decide(
    { name, version }: { name: string; version: number },
    isApproved: boolean,
    { by, at, note }: { by: string; at: number; note: string },
  ): void {
    this.#sql.atomically(() => {
      if (isApproved) this.#supersede(name, 'approved')
      const approver = isApproved ? by : null
      const query = `UPDATE baselines SET status = ?, decided_by = ?, decided_at = ?, decision_note = ?,
        summary = json_set(summary, '$.approvedBy', ?), baseline = json_set(baseline, '$.approvedBy', ?)
        WHERE name = ? AND version = ?`
      const status = isApproved ? 'approved' : 'denied'
      this.#sql.run(query, status, by, at, note, approver, approver, name, version)
    })
  }

  #supersede(name: string, status: BaselineStatus): void {
    const query = "UPDATE baselines SET status = 'superseded' WHERE name = ? AND status = ?"
    this.#sql.run(query, name, status)
  }
}

const recordOf = (row: WholeRow): BaselineRecord => ({
  ...Baseline.parse(JSON.parse(row.baseline)),
  ...fateOf(row),
})

const fateOf = ({ status, decided_by, decided_at, decision_note }: Fate) => ({
  status: BaselineStatus.parse(status),
  decision: decided_by === null ? null : { by: decided_by, at: decided_at ?? 0, note: decision_note ?? '' },
})

function summaryOf({ fields, ...baseline }: Baseline): Stored {
  const short = Object.entries(fields).map(
    ([name, { as, samples, unusable }]) => [name, { as, samples, unusable }] as const,
  )
  return { ...baseline, fields: Object.fromEntries(short) }
}
