import { type SandboxCall, SandboxRule } from '../../../shared/api/sandbox.ts'
import type { Json } from '../../../shared/json.ts'
import type { Sql } from '../storage/Sql.ts'
import type { Memory } from './app.ts'

type CallRow = Omit<SandboxCall, 'effect' | 'body'> & { effect: number; body: string }

const remembered = 5000

/** What the sandbox received, how it misbehaves, and what its apps remember. */
export class SandboxTables {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  calls(before: number | null, limit: number): { calls: SandboxCall[]; next: number | null } {
    const query = 'SELECT * FROM calls WHERE id < ? ORDER BY id DESC LIMIT ?'
    const rows = this.#sql.all<CallRow>(query, before ?? Number.MAX_SAFE_INTEGER, limit)
    const calls = rows.map((row) => ({
      ...row,
      effect: row.effect === 1,
      body: JSON.parse(row.body) as Json,
    }))
    return { calls, next: calls.length < limit ? null : (calls.at(-1)?.id ?? null) }
  }

  record({ at, app, method, path, key, body, status, did, effect }: Omit<SandboxCall, 'id'>): void {
    const query =
      'INSERT INTO calls (at, app, method, path, key, body, status, did, effect) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'
    this.#sql.run(query, at, app, method, path, key, JSON.stringify(body), status, did, effect ? 1 : 0)
    this.#sql.run('DELETE FROM calls WHERE id <= (SELECT max(id) FROM calls) - ?', remembered)
  }

  answer(app: string, key: string): { status: number; body: Json } | null {
    const query = 'SELECT status, body FROM answers WHERE key = ?'
    const row = this.#sql.first<{ status: number; body: string }>(query, `${app} ${key}`)
    return row ? { status: row.status, body: JSON.parse(row.body) as Json } : null
  }

  setAnswer(app: string, key: string, status: number, body: Json): void {
    this.#sql.run(
      'INSERT OR REPLACE INTO answers VALUES (?, ?, ?)',
      `${app} ${key}`,
      status,
      JSON.stringify(body),
    )
  }

  rules(): SandboxRule[] {
    const rows = this.#sql.all<{ rule: string }>('SELECT rule FROM rules ORDER BY position')
    return rows.map(({ rule }) => SandboxRule.parse(JSON.parse(rule)))
  }

  setRules(rules: readonly SandboxRule[]): void {
    this.#sql.atomically(() => {
      this.#sql.run('DELETE FROM rules')
      for (const [position, rule] of rules.entries())
        this.#sql.run('INSERT INTO rules VALUES (?, ?)', position, JSON.stringify(rule))
    })
  }

  clear(): void {
    this.#sql.run('DELETE FROM calls; DELETE FROM answers; DELETE FROM things; DELETE FROM numbers')
  }

  memoryOf(app: string): Memory {
    return {
      get: <T extends Json>(name: string) => {
        const query = 'SELECT value FROM things WHERE app = ? AND name = ?'
        const row = this.#sql.first<{ value: string }>(query, app, name)
        return row && (JSON.parse(row.value) as T)
      },
      set: (name, value) => {
        this.#sql.run('INSERT OR REPLACE INTO things VALUES (?, ?, ?)', app, name, JSON.stringify(value))
      },
      next: () => {
        const query =
          'INSERT INTO numbers VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last'
        return this.#sql.first<{ last: number }>(query, app)?.last ?? 1
      },
    }
  }
}
