import type { Sql } from '../storage/Sql.ts'

/** Which run a key belongs to. `payload` is the digest of what came with it, where a key must not come with another. */
export class Dedupe {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  find(key: string): { run: string; payload: string | null } | undefined {
    return this.#sql.first<{ run: string; payload: string | null }>(
      'SELECT run, payload FROM dedupe WHERE key = ?',
      key,
    )
  }

  add(key: string, run: string, payload: string | null): void {
    this.#sql.run('INSERT INTO dedupe VALUES (?, ?, ?)', key, run, payload)
  }
}
