import type { SecretInfo } from '../../../shared/api/workspace.ts'
import type { RotatedSecret, SealedSecret } from '../../security/vault.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { name: string; iv: string; data: string; updated_at: number; updated_by: string }
type PreviousRow = { name: string; iv: string; data: string; until: number }

/** The secrets, sealed. Nothing here can read one. */
export class Secrets {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  list(): SecretInfo[] {
    const now = Date.now()
    const previous = this.#previous()
    return this.#rows().map(({ name, updated_at, updated_by }) => {
      const until = previous.get(name)?.until ?? 0
      return {
        name,
        updatedAt: updated_at,
        updatedBy: updated_by,
        previousUntil: until > now ? until : null,
      }
    })
  }

  sealed(): Record<string, RotatedSecret> {
    const previous = this.#previous()
    return Object.fromEntries(
      this.#rows().map(({ name, iv, data }) => {
        const before = previous.get(name)
        const kept = before && { iv: before.iv, data: before.data, until: before.until }
        return [name, { iv, data, ...(kept ? { previous: kept } : {}) }]
      }),
    )
  }

  /** Sets a secret. The value before it counts for that many seconds more where callers sign with it. */
  put(name: string, { iv, data }: SealedSecret, by: string, keepPreviousSeconds: number): SecretInfo {
    const updatedAt = Date.now()
    const until = updatedAt + keepPreviousSeconds * 1000
    this.#sql.run('DELETE FROM previous_secrets WHERE name = ? OR until <= ?', name, updatedAt)
    const kept =
      keepPreviousSeconds > 0 &&
      this.#sql.all(
        'INSERT INTO previous_secrets SELECT name, iv, data, ? FROM secrets WHERE name = ? RETURNING name',
        until,
        name,
      ).length > 0
    this.#sql.run('INSERT OR REPLACE INTO secrets VALUES (?, ?, ?, ?, ?)', name, iv, data, updatedAt, by)
    return { name, updatedAt, updatedBy: by, previousUntil: kept ? until : null }
  }

  delete(name: string): boolean {
    this.#sql.run('DELETE FROM previous_secrets WHERE name = ?', name)
    return this.#sql.all<Row>('DELETE FROM secrets WHERE name = ? RETURNING *', name).length > 0
  }

  #rows(): Row[] {
    return this.#sql.all<Row>('SELECT * FROM secrets ORDER BY name')
  }

  #previous(): Map<string, PreviousRow> {
    return new Map(this.#sql.all<PreviousRow>('SELECT * FROM previous_secrets').map((row) => [row.name, row]))
  }
}
