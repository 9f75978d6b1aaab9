import type { AlertRule, AlertState } from '../../../shared/api/alerts.ts'
import type { AlertEventKind, AlertTold } from '../../../shared/callback/alertEvent.ts'
import type { Sql } from '../storage/Sql.ts'

/** A rule with its name. */
export type NamedRule = AlertRule & { alert: string }
/** Something that was told: ids sort by the time. */
export type StoredNotice = { id: string; kind: AlertEventKind; told: AlertTold }

type StateRow = AlertState & { alert: string }

/** Rules, how each stands at which loop, and what they told. */
export class AlertTable {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  rules(): NamedRule[] {
    const rows = this.#sql.all<{ alert: string; rule: string }>('SELECT * FROM rules ORDER BY alert')
    return rows.map(({ alert, rule }) => ({ ...(JSON.parse(rule) as AlertRule), alert }))
  }

  /** A rule that is changed begins anew. */
  put({ alert, ...rule }: NamedRule): void {
    this.#sql.run('INSERT OR REPLACE INTO rules VALUES (?, ?)', alert, JSON.stringify(rule))
    this.#sql.run('DELETE FROM states WHERE alert = ?', alert)
  }

  delete(alert: string): void {
    this.#sql.run('DELETE FROM rules WHERE alert = ?', alert)
    this.#sql.run('DELETE FROM states WHERE alert = ?', alert)
  }

  states(): StateRow[] {
    return this.#sql.all<StateRow>('SELECT * FROM states ORDER BY alert, loop')
  }

  putState(alert: string, { loop, state, value, since }: AlertState): void {
    this.#sql.run('INSERT OR REPLACE INTO states VALUES (?, ?, ?, ?, ?)', alert, loop, state, value, since)
  }

  deleteState(alert: string, loop: string): void {
    this.#sql.run('DELETE FROM states WHERE alert = ? AND loop = ?', alert, loop)
  }

  /** Newest first. */
  notices(): StoredNotice[] {
    const rows = this.#sql.all<{ id: string; kind: string; told: string }>(
      'SELECT * FROM notices ORDER BY id DESC',
    )
    return rows.map(({ id, kind, told }) => ({
      id,
      kind: kind as AlertEventKind,
      told: JSON.parse(told) as AlertTold,
    }))
  }

  notice(id: string): StoredNotice | null {
    return this.notices().find((each) => each.id === id) ?? null
  }

  addNotice({ id, kind, told }: StoredNotice): void {
    this.#sql.run('INSERT INTO notices VALUES (?, ?, ?)', id, kind, JSON.stringify(told))
  }

  deleteNotice(id: string): void {
    this.#sql.run('DELETE FROM notices WHERE id = ?', id)
  }
}
