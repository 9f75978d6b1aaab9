import type { Migration } from '../storage/migrate.ts'

/** A lease's tables. Append only. */
export const leaseMigrations: readonly Migration[] = [
  {
    id: '001-lease',
    sql: `
      CREATE TABLE fence (id INTEGER PRIMARY KEY CHECK (id = 1), token INTEGER NOT NULL);
      INSERT INTO fence VALUES (1, 0);
      CREATE TABLE held (
        effect TEXT NOT NULL, run TEXT NOT NULL, resource TEXT NOT NULL, token INTEGER PRIMARY KEY,
        until INTEGER NOT NULL, told INTEGER NOT NULL
      );
      CREATE TABLE waiting (
        position INTEGER PRIMARY KEY AUTOINCREMENT, effect TEXT NOT NULL UNIQUE, run TEXT NOT NULL,
        resource TEXT NOT NULL, ttl_ms INTEGER NOT NULL
      );
    `,
  },
]
