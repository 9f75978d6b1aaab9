import type { Migration } from '../storage/migrate.ts'

/** The sandbox's tables. Append only. */
export const sandboxMigrations: readonly Migration[] = [
  {
    id: '001-sandbox',
    sql: `
      CREATE TABLE calls (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, app TEXT NOT NULL, method TEXT NOT NULL,
        path TEXT NOT NULL, key TEXT, body TEXT NOT NULL, status INTEGER NOT NULL, did TEXT NOT NULL,
        effect INTEGER NOT NULL
      );
      CREATE TABLE answers (key TEXT PRIMARY KEY, status INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE rules (position INTEGER PRIMARY KEY, rule TEXT NOT NULL);
      CREATE TABLE things (app TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (app, name))
        WITHOUT ROWID;
      CREATE TABLE numbers (app TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
    `,
  },
]
