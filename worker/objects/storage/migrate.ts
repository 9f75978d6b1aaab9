import type { Sql } from './Sql.ts'

/** One change of an object's tables. A list of them only ever grows at its end, and its ids sort as it stands. */
export type Migration = { id: string; sql: string }

/**
 * Brings an object's tables up to date. Throws when the stored list is not a beginning of this one: somebody changed
 * what has already run elsewhere.
 */
export function migrate(sql: Sql, migrations: readonly Migration[]): void {
  sql.run('CREATE TABLE IF NOT EXISTS migrations (id TEXT PRIMARY KEY) WITHOUT ROWID')
  const done = sql.all<{ id: string }>('SELECT id FROM migrations ORDER BY id')
  if (!done.every(({ id }, index) => migrations[index]?.id === id))
    throw new Error('The list of migrations may only grow at its end; the stored one differs.')
  for (const { id, sql: statements } of migrations.slice(done.length)) {
    sql.atomically(() => {
      sql.run(statements)
      sql.run('INSERT INTO migrations VALUES (?)', id)
    })
  }
}

/** Whether the object has ever stored anything. Asking stores nothing: an address that nobody set up costs nothing. */
export const isFresh = (sql: Sql) =>
  sql.first("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migrations'") === undefined
