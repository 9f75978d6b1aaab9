import type { Migration } from '../storage/migrate.ts'

/** A shard's tables. Append only. Every index costs a written row, so there is one, and only unfinished runs are in it. */
export const shardMigrations: readonly Migration[] = [
  {
    id: '001-shard',
    sql: `
      CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE programs (version TEXT PRIMARY KEY, number INTEGER NOT NULL, program TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE runs (
        run TEXT PRIMARY KEY, version TEXT NOT NULL, version_number INTEGER NOT NULL, status TEXT NOT NULL, outcome TEXT,
        reason TEXT, message TEXT NOT NULL, iterations INTEGER NOT NULL, steps INTEGER NOT NULL, cost_usd REAL NOT NULL,
        accepted_at INTEGER NOT NULL, ended_at INTEGER, events INTEGER NOT NULL, trace TEXT NOT NULL, body TEXT NOT NULL,
        open INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX open_runs ON runs (run) WHERE open = 1;
      CREATE TABLE turns (run TEXT NOT NULL, seq INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY (run, seq))
        WITHOUT ROWID;
      CREATE TABLE snapshots (run TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, state TEXT NOT NULL)
        WITHOUT ROWID;
      CREATE TABLE dedupe (key TEXT PRIMARY KEY, run TEXT NOT NULL, payload TEXT) WITHOUT ROWID;
    `,
  },
  {
    id: '002-children',
    sql: `
      ALTER TABLE runs ADD COLUMN parent TEXT;
      CREATE TABLE children (
        effect TEXT PRIMARY KEY, loop TEXT NOT NULL, shard INTEGER NOT NULL, attempt INTEGER NOT NULL, child TEXT
      ) WITHOUT ROWID;
      CREATE TABLE notices (run TEXT PRIMARY KEY, parent TEXT NOT NULL, effect TEXT NOT NULL) WITHOUT ROWID;
    `,
  },
  {
    id: '003-admissions',
    sql: 'CREATE TABLE admissions (at INTEGER NOT NULL, run TEXT NOT NULL, PRIMARY KEY (at, run)) WITHOUT ROWID',
  },
  {
    id: '004-policies',
    sql: 'CREATE TABLE policy_sets (digest TEXT PRIMARY KEY, policy_set TEXT NOT NULL) WITHOUT ROWID',
  },
  {
    id: '004-turns-by-number',
    // Where a text is the key, SQLite reads every row that it compares, whole: a log would cost more with each that is there already.
    sql: `
      ALTER TABLE runs ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
      UPDATE runs SET number = numbered.number
        FROM (SELECT run, row_number() OVER (ORDER BY run) AS number FROM runs) AS numbered WHERE runs.run = numbered.run;
      ALTER TABLE turns RENAME TO turns_by_text;
      CREATE TABLE turns (id INTEGER PRIMARY KEY, events TEXT NOT NULL);
      INSERT INTO turns SELECT (runs.number << 26) + seq, turns_by_text.events FROM turns_by_text JOIN runs USING (run) ORDER BY 1;
      DROP TABLE turns_by_text;
    `,
  },
  {
    id: '005-observations',
    sql: `
      CREATE TABLE observations (
        series TEXT NOT NULL, slot INTEGER NOT NULL, seq INTEGER NOT NULL, effect TEXT NOT NULL, at INTEGER NOT NULL,
        fields TEXT NOT NULL, PRIMARY KEY (series, slot)
      ) WITHOUT ROWID
    `,
  },
  {
    id: '006-approvals',
    sql: `
      CREATE TABLE approvals (
        at INTEGER NOT NULL, approval TEXT NOT NULL, status TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (at, approval)
      ) WITHOUT ROWID
    `,
  },
  {
    id: '007-callbacks',
    sql: `
      CREATE TABLE callbacks (
        status TEXT NOT NULL, id TEXT NOT NULL, run TEXT NOT NULL, outcome TEXT, receiver TEXT NOT NULL, tries INTEGER NOT NULL,
        since INTEGER NOT NULL, due_at INTEGER, attempts TEXT NOT NULL, PRIMARY KEY (status, id)
      ) WITHOUT ROWID;
      CREATE TABLE callbacks_gone (address TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
    `,
  },
  {
    id: '008-personal',
    sql: `
      CREATE TABLE personal (run TEXT PRIMARY KEY, key TEXT NOT NULL, sealed TEXT NOT NULL, joins INTEGER NOT NULL) WITHOUT ROWID
    `,
  },
  {
    id: '009-deliveries',
    sql: 'CREATE TABLE deliveries (id INTEGER PRIMARY KEY, entries TEXT NOT NULL)',
  },
  {
    id: '010-privacy',
    sql: `
      CREATE TABLE reveals (run TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL, tokens TEXT NOT NULL);
      CREATE INDEX reveals_of_run ON reveals (run, at);
      CREATE TABLE erasing (run TEXT PRIMARY KEY) WITHOUT ROWID;
      CREATE TABLE forgotten (run TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
    `,
  },
  {
    id: '011-retention',
    sql: 'CREATE TABLE restored (run TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID',
  },
  {
    id: '012-signatures',
    // The time comes first, so that what is over lies together and no second index is written.
    sql: `
      CREATE TABLE signatures (
        until INTEGER NOT NULL, mark TEXT NOT NULL, shard INTEGER NOT NULL, run TEXT, PRIMARY KEY (until, mark)
      ) WITHOUT ROWID
    `,
  },
  {
    id: '013-kpis',
    // The hour and the number of the version, as one integer: of a key that is a text, or two columns, SQLite would read whole rows to compare.
    // Runs that ended before there was such a table are not counted.
    sql: `
      CREATE TABLE kpis (id INTEGER PRIMARY KEY, kpis TEXT NOT NULL);
      INSERT INTO facts SELECT 'kpis-counted', json_object(
        'until', CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
        'last', json_array(),
        'oldest', coalesce((SELECT min(run) FROM runs WHERE open = 1), (SELECT max(run) FROM runs), '')
      )
    `,
  },
  {
    id: '014-reviews',
    sql: `
      CREATE TABLE reviews (
        run TEXT NOT NULL, person TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL, score INTEGER NOT NULL, comment TEXT NOT NULL,
        PRIMARY KEY (run, person)
      ) WITHOUT ROWID
    `,
  },
]
