import type { Env } from '../../env.ts'
import { workspaceOf } from '../ports.ts'
import type { Sql } from '../storage/Sql.ts'
import type { Told } from '../workspace/ChangeLog.ts'

export type Note = { by: string; what: string; subject: string; told: Told }

/** What the workspace’s change log has yet to be told of a loop: written with the change itself, so that neither is there alone. */
export class Notes {
  readonly #sql: Sql
  readonly #env: Env

  constructor(sql: Sql, env: Env) {
    this.#sql = sql
    this.#env = env
  }

  /** In the transaction of what it tells of. */
  add(note: Note): void {
    this.#sql.run('INSERT INTO notes (note) VALUES (?)', JSON.stringify(note))
  }

  /** Tells what is there, in its order. What fails is told later; what was told and not crossed off is told twice. */
  async tell(): Promise<void> {
    for (const { id, note } of this.#sql.all<{ id: number; note: string }>(
      'SELECT * FROM notes ORDER BY id',
    )) {
      const { by, what, subject, told } = JSON.parse(note) as Note
      await workspaceOf(this.#env).note(by, what, subject, told)
      this.#sql.run('DELETE FROM notes WHERE id = ?', id)
    }
  }
}
