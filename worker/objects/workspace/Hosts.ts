import type { Host } from '../../../shared/api/workspace.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { name: string; base_url: string; sandbox: number }

/** An address without what paths begin with. */
export const asKept = (baseUrl: string): string => baseUrl.replace(/\/+$/, '')

/** The hosts that actions may reach, by name. */
export class Hosts {
  readonly #sql: Sql
  readonly #origin: string

  /** `origin` is where this server reaches itself: the sandbox's apps are under it, wherever it listens today. */
  constructor(sql: Sql, origin: string) {
    this.#sql = sql
    this.#origin = origin
  }

  all(): Host[] {
    return this.#sql.all<Row>('SELECT * FROM hosts ORDER BY name').map((row) => this.#host(row))
  }

  put(name: string, baseUrl: string): Host {
    const row = { name, base_url: asKept(baseUrl), sandbox: 0 }
    this.#sql.run('INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)', row.name, row.base_url, row.sandbox)
    return this.#host(row)
  }

  /** An app of the local sandbox as a host. */
  putSandbox(app: string): void {
    this.#sql.run('INSERT OR REPLACE INTO hosts VALUES (?, ?, 1)', app, `/sandbox/${app}`)
  }

  delete(name: string): boolean {
    return this.#sql.all<Row>('DELETE FROM hosts WHERE name = ? RETURNING *', name).length > 0
  }

  #host({ name, base_url, sandbox }: Row): Host {
    const isSandbox = sandbox === 1
    return { name, baseUrl: isSandbox ? `${this.#origin}${base_url}` : base_url, sandbox: isSandbox }
  }
}
