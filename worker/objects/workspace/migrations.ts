import type { Migration } from '../storage/migrate.ts'

/** The workspace's tables. Append only. */
export const workspaceMigrations: readonly Migration[] = [
  {
    id: '001-workspace',
    sql: `
      CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE loops (name TEXT PRIMARY KEY) WITHOUT ROWID;
      CREATE TABLE hosts (name TEXT PRIMARY KEY, base_url TEXT NOT NULL, sandbox INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE secrets (
        name TEXT PRIMARY KEY, iv TEXT NOT NULL, data TEXT NOT NULL, updated_at INTEGER NOT NULL, updated_by TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE tokens (
        id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
        created_at INTEGER NOT NULL, created_by TEXT NOT NULL, expires_at INTEGER
      ) WITHOUT ROWID;
      CREATE TABLE sessions (
        hash TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, token TEXT, expires_at INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE nonces (nonce TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE changes (
        seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
        detail TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL
      );
    `,
  },
  { id: '002-shards', sql: 'ALTER TABLE loops ADD COLUMN shards INTEGER NOT NULL DEFAULT 1' },
  {
    id: '003-previous-secrets',
    sql: `
      CREATE TABLE previous_secrets (
        name TEXT PRIMARY KEY, iv TEXT NOT NULL, data TEXT NOT NULL, until INTEGER NOT NULL
      ) WITHOUT ROWID;
    `,
  },
  {
    id: '004-policies',
    sql: `
      CREATE TABLE policy_sets (
        version INTEGER PRIMARY KEY, digest TEXT NOT NULL, policies TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL,
        note TEXT NOT NULL
      );
    `,
  },
  {
    // Whoever was signed in signs in again: of a session from before nobody knows whose it is.
    id: '005-identity',
    sql: `
      DROP TABLE sessions;
      CREATE TABLE sessions (
        hash TEXT PRIMARY KEY, id TEXT NOT NULL, owner TEXT NOT NULL, via TEXT NOT NULL, name TEXT NOT NULL, groups TEXT NOT NULL,
        bound_to TEXT NOT NULL, started_at INTEGER NOT NULL, used_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, agent TEXT NOT NULL
      ) WITHOUT ROWID;
      ALTER TABLE tokens ADD COLUMN rights TEXT;
      ALTER TABLE tokens ADD COLUMN loops TEXT;
      ALTER TABLE tokens ADD COLUMN used_at INTEGER;
      CREATE TABLE members (
        member TEXT PRIMARY KEY, role TEXT NOT NULL, added_at INTEGER NOT NULL, added_by TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE TABLE people (
        email TEXT PRIMARY KEY, name TEXT NOT NULL, groups TEXT NOT NULL, seen_at INTEGER NOT NULL
      ) WITHOUT ROWID;
    `,
  },
  {
    id: '006-workspaces',
    sql: `
      CREATE TABLE workspaces (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL, created_by TEXT NOT NULL) WITHOUT ROWID;
    `,
  },
  {
    // `wrapped` is null for what an older release sealed; lists are null where a secret may be used anywhere.
    id: '007-envelopes',
    sql: `
      ALTER TABLE secrets ADD COLUMN wrapped TEXT;
      ALTER TABLE secrets ADD COLUMN hosts TEXT;
      ALTER TABLE secrets ADD COLUMN loops TEXT;
      ALTER TABLE previous_secrets ADD COLUMN wrapped TEXT;
    `,
  },
  {
    id: '008-privacy',
    sql: `
      CREATE TABLE erasures (at INTEGER NOT NULL, id TEXT NOT NULL, receipt TEXT NOT NULL, jws TEXT NOT NULL, PRIMARY KEY (at, id))
        WITHOUT ROWID;
      CREATE TABLE privacy_spent (day TEXT PRIMARY KEY, epsilon REAL NOT NULL) WITHOUT ROWID;
    `,
  },
  { id: '009-listening', sql: "ALTER TABLE loops ADD COLUMN listening TEXT NOT NULL DEFAULT '[]'" },
  {
    // `more` is what an entry may leave out, as JSON; `lineage` is by whom a token came about.
    id: '010-change-control',
    sql: `
      ALTER TABLE changes ADD COLUMN more TEXT;
      ALTER TABLE tokens ADD COLUMN lineage TEXT;
    `,
  },
  { id: '011-packs', sql: "ALTER TABLE policy_sets ADD COLUMN packs TEXT NOT NULL DEFAULT '[]'" },
]
