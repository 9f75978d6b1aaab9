import type { SecretInfo } from '../../../shared/api/workspace.ts'
import type { SealedSecret } from '../../security/vault.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { name: string; iv: string; data: string; updated_at: number; updated_by: string }

/** The secrets, sealed. Nothing here can read one. */
export class Secrets {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  list(): SecretInfo[] {
    return this.#rows().map(({ name, updated_at, updated_by }) => ({
      name,
      updatedAt: updated_at,
      updatedBy: updated_by,
    }))
  }

  sealed(): Record<string, SealedSecret> {
    return Object.fromEntries(this.#rows().map(({ name, iv, data }) => [name, { iv, data }]))
  }

  put(name: string, { iv, data }: SealedSecret, by: string): SecretInfo {
    const updatedAt = Date.now()
    this.#sql.run('INSERT OR REPLACE INTO secrets VALUES (?, ?, ?, ?, ?)', name, iv, data, updatedAt, by)
    return { name, updatedAt, updatedBy: by }
  }

  delete(name: string): boolean {
    return this.#sql.all<Row>('DELETE FROM secrets WHERE name = ? RETURNING *', name).length > 0
  }

  #rows(): Row[] {
    return this.#sql.all<Row>('SELECT * FROM secrets ORDER BY name')
  }
}
