import type { Change } from '../../../shared/api/workspace.ts'
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { sha256Hex } from '../../security/digests.ts'
import type { Sql } from '../storage/Sql.ts'

const genesis = `sha256:${'0'.repeat(64)}`

/** Who changed what in the workspace: append-only, each entry chained to the one before by hash. */
export class ChangeLog {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  append(by: string, what: string, subject: string, detail: string): void {
    const last = this.#sql.first<{ seq: number; hash: string }>(
      'SELECT seq, hash FROM changes ORDER BY seq DESC LIMIT 1',
    )
    const entry = {
      seq: (last?.seq ?? 0) + 1,
      at: Date.now(),
      by,
      what,
      subject,
      detail,
      prev: last?.hash ?? genesis,
    }
    const hash = `sha256:${sha256Hex(canonicalJson(entry))}`
    this.#sql.run('INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?)', ...Object.values(entry), hash)
  }

  /** A page, newest first; `next` is the `before` of the page after it. */
  page(before: number | null, limit: number): { changes: Change[]; next: number | null } {
    const changes = this.#sql.all<Change>(
      'SELECT * FROM changes WHERE seq < ? ORDER BY seq DESC LIMIT ?',
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    )
    const last = changes.at(-1)
    return { changes, next: last && last.seq > 1 ? last.seq : null }
  }
}
