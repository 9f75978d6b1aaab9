import type { Migration } from '../storage/migrate.ts'

/** The tables of alerts. Append only. The last two are those of a shard’s callbacks. */
export const alertMigrations: readonly Migration[] = [
  {
    id: '001-alerts',
    sql: `
      CREATE TABLE rules (alert TEXT PRIMARY KEY, rule TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE states (
        alert TEXT NOT NULL, loop TEXT NOT NULL, state TEXT NOT NULL, value REAL, since INTEGER NOT NULL, PRIMARY KEY (alert, loop)
      ) WITHOUT ROWID;
      CREATE TABLE notices (id TEXT PRIMARY KEY, kind TEXT NOT NULL, told TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE callbacks (
        status TEXT NOT NULL, id TEXT NOT NULL, run TEXT NOT NULL, outcome TEXT, receiver TEXT NOT NULL, tries INTEGER NOT NULL,
        since INTEGER NOT NULL, due_at INTEGER, attempts TEXT NOT NULL, PRIMARY KEY (status, id)
      ) WITHOUT ROWID;
      CREATE TABLE callbacks_gone (address TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
    `,
  },
]
