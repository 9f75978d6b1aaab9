import type { Sql } from '../storage/Sql.ts'
import { ChangeLog, type Told } from './ChangeLog.ts'

/** What all parts of a workspace write through: single facts by name, and changes together with who made them. */
export class WorkspaceStore {
  readonly sql: Sql
  readonly changes: ChangeLog

  constructor(sql: Sql) {
    this.sql = sql
    this.changes = new ChangeLog(sql)
  }

  /** Changes something and notes who did, both or neither. Shards are to be told of the revision that it raises. */
  change<T>(by: string, what: string, subject: string, work: () => T, told: Told = ''): T {
    let result: T | undefined
    this.sql.atomically(() => {
      result = work()
      this.changes.append(by, what, subject, told)
      this.raiseRevision()
    })
    return result as T
  }

  revision(): number {
    return Number(this.fact('revision') ?? 0)
  }

  raiseRevision(): void {
    this.setFact('revision', String(this.revision() + 1))
  }

  fact(name: string): string | null {
    return this.sql.first<{ value: string }>('SELECT value FROM facts WHERE name = ?', name)?.value ?? null
  }

  setFact(name: string, value: string): void {
    this.sql.run('INSERT OR REPLACE INTO facts VALUES (?, ?)', name, value)
  }

  dropFact(name: string): void {
    this.sql.run('DELETE FROM facts WHERE name = ?', name)
  }
}
