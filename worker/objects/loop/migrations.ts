import type { Migration } from '../storage/migrate.ts'

/** A loop's tables. Append only. */
export const loopMigrations: readonly Migration[] = [
  {
    id: '001-loop',
    sql: `
      CREATE TABLE loop (
        id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, example INTEGER NOT NULL, removing INTEGER NOT NULL,
        stable TEXT, canary TEXT, canary_weight REAL
      );
      CREATE TABLE draft (
        id INTEGER PRIMARY KEY CHECK (id = 1), graph TEXT NOT NULL, revision INTEGER NOT NULL, saved_at INTEGER NOT NULL,
        saved_by TEXT NOT NULL, compiles_to TEXT
      );
      CREATE TABLE versions (
        number INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE, note TEXT NOT NULL, by TEXT NOT NULL,
        at INTEGER NOT NULL, graph TEXT NOT NULL, program TEXT NOT NULL
      );
    `,
  },
  {
    id: '002-rollout-revision',
    sql: 'ALTER TABLE loop ADD COLUMN rollout_revision INTEGER NOT NULL DEFAULT 0',
  },
  {
    id: '003-placement',
    sql: `
      ALTER TABLE loop ADD COLUMN shards INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE loop ADD COLUMN former_shards TEXT NOT NULL DEFAULT '[]';
    `,
  },
  {
    id: '004-plans',
    sql: 'CREATE TABLE plans (id INTEGER PRIMARY KEY, count INTEGER NOT NULL, plans TEXT NOT NULL)',
  },
  {
    id: '005-baselines',
    sql: `
      CREATE TABLE baselines (
        name TEXT NOT NULL, version INTEGER NOT NULL, status TEXT NOT NULL, decided_by TEXT, decided_at INTEGER,
        decision_note TEXT, summary TEXT NOT NULL, baseline TEXT NOT NULL, PRIMARY KEY (name, version)
      ) WITHOUT ROWID
    `,
  },
  {
    id: '006-schedules',
    sql: `
      CREATE TABLE schedules (
        id TEXT PRIMARY KEY, digest TEXT NOT NULL, handled INTEGER NOT NULL, last_at INTEGER, run TEXT, error TEXT,
        retry_at INTEGER
      ) WITHOUT ROWID;
      ALTER TABLE loop ADD COLUMN push_at INTEGER;
    `,
  },
  {
    // `made` is a proposal as it was made, `proposed` what would be published; `notes` are for the workspace's log of changes.
    id: '007-proposals',
    sql: `
      CREATE TABLE proposals (
        proposal INTEGER PRIMARY KEY, kind TEXT NOT NULL, status TEXT NOT NULL, decided TEXT, made TEXT NOT NULL,
        proposer TEXT NOT NULL, proposed TEXT
      );
      CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT NOT NULL);
      ALTER TABLE versions ADD COLUMN approved_by TEXT;
    `,
  },
  {
    // Who proposed a baseline, as JSON; null where an older release did not keep it.
    id: '008-baseline-proposer',
    sql: 'ALTER TABLE baselines ADD COLUMN proposer TEXT',
  },
]
