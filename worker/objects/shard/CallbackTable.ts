import type { CallbackAttempt, CallbackStatus } from '../../../shared/api/callbacks.ts'
import type { Outcome } from '../../../shared/graph/nodes/outcome.ts'
import type { Sql } from '../storage/Sql.ts'

/** An address, with the name of the secret that signs. */
export type HostReceiver = { type: 'host'; host: string; path: string; secret: string }
/** A loop that listens, by which of its events, and the run that was started there. */
export type FollowedReceiver = { type: 'loop'; loop: string; on: string; started?: string }
export type Receiver = HostReceiver | FollowedReceiver

/** A callback as it is stored. */
export type StoredCallback = {
  id: string
  status: CallbackStatus
  run: string
  outcome: Outcome | null
  receiver: Receiver
  tries: number
  /** Zero before its run has ended. */
  since: number
  /** When it is due; null when it is not to be tried. */
  dueAt: number | null
  attempts: CallbackAttempt[]
}

type Row = {
  status: string
  id: string
  run: string
  outcome: string | null
  receiver: string
  tries: number
  since: number
  due_at: number | null
  attempts: string
}

/** Attempts that are kept of one. */
const kept = 50

/**
 * The callbacks of a shard's runs. The key begins with the status, so that those of one status stand together without an index, which
 * would cost a row; ids sort by the time at which their runs were accepted.
 */
export class CallbackTable {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  add({ id, status, run, outcome, receiver, tries, since, dueAt, attempts }: StoredCallback): void {
    const values = [status, id, run, outcome, JSON.stringify(receiver), tries, since, dueAt]
    const query = 'INSERT INTO callbacks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING'
    this.#sql.run(query, ...values, JSON.stringify(attempts))
  }

  get(id: string, status: CallbackStatus): StoredCallback | null {
    const row = this.#sql.first<Row>('SELECT * FROM callbacks WHERE status = ? AND id = ?', status, id)
    return row ? storedOf(row) : null
  }

  /** Writes it anew in place of what it was, which had that status. */
  replace(before: CallbackStatus, after: StoredCallback): void {
    this.#sql.run(
      `UPDATE callbacks SET status = ?, outcome = ?, receiver = ?, tries = ?, since = ?, due_at = ?, attempts = ?
       WHERE status = ? AND id = ?`,
      after.status,
      after.outcome,
      JSON.stringify(after.receiver),
      after.tries,
      after.since,
      after.dueAt,
      JSON.stringify(after.attempts.slice(-kept)),
      before,
      after.id,
    )
  }

  remove(id: string, status: CallbackStatus): void {
    this.#sql.run('DELETE FROM callbacks WHERE status = ? AND id = ?', status, id)
  }

  /** Those of a status whose ids lie before, newest first. */
  page(status: CallbackStatus, before: string | null, limit: number): StoredCallback[] {
    const query = `SELECT * FROM callbacks WHERE status = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3`
    return this.#sql.all<Row>(query, status, before, limit).map(storedOf)
  }

  /** Every one whose id begins so. */
  beginningWith(prefix: string, status: CallbackStatus): StoredCallback[] {
    // No character of an id sorts behind this.
    const query = 'SELECT * FROM callbacks WHERE status = ? AND id >= ? AND id < ? ORDER BY id'
    return this.#sql.all<Row>(query, status, prefix, `${prefix}~`).map(storedOf)
  }

  removeBeginningWith(prefix: string, status: CallbackStatus): void {
    const query = 'DELETE FROM callbacks WHERE status = ? AND id >= ? AND id < ?'
    this.#sql.run(query, status, prefix, `${prefix}~`)
  }

  /** The times and receivers of all that are to be tried. */
  waiting(): { id: string; dueAt: number; receiver: Receiver }[] {
    const query = "SELECT id, due_at, receiver FROM callbacks WHERE status = 'waiting'"
    return this.#sql
      .all<Pick<Row, 'id' | 'due_at' | 'receiver'>>(query)
      .map(({ id, due_at, receiver }) => ({ id, dueAt: due_at ?? 0, receiver: receiverOf(receiver) }))
  }

  /** The runs that have one which waits for their end. */
  armed(): string[] {
    const query = "SELECT run FROM callbacks WHERE status = 'armed'"
    return this.#sql.all<{ run: string }>(query).map(({ run }) => run)
  }

  count(status: CallbackStatus): number {
    const query = 'SELECT count(*) AS count FROM callbacks WHERE status = ?'
    return this.#sql.first<{ count: number }>(query, status)?.count ?? 0
  }

  /** Whether the receiver at that address said that it wants nothing any more. */
  isGone(address: string): boolean {
    return this.#sql.first('SELECT at FROM callbacks_gone WHERE address = ?', address) !== undefined
  }

  setGone(address: string, at: number): void {
    this.#sql.run('INSERT INTO callbacks_gone VALUES (?, ?) ON CONFLICT DO NOTHING', address, at)
  }

  clearGone(address: string): void {
    this.#sql.run('DELETE FROM callbacks_gone WHERE address = ?', address)
  }
}

function storedOf({
  id,
  status,
  run,
  outcome,
  receiver,
  tries,
  since,
  due_at,
  attempts,
}: Row): StoredCallback {
  return {
    id,
    status: status as CallbackStatus,
    run,
    outcome: outcome as Outcome | null,
    receiver: receiverOf(receiver),
    tries,
    since,
    dueAt: due_at,
    attempts: JSON.parse(attempts) as CallbackAttempt[],
  }
}

const receiverOf = (text: string) => JSON.parse(text) as Receiver

/** What tells one receiver from another. */
export function addressOf(receiver: Receiver): string {
  // No host has a name with this sign.
  return receiver.type === 'host' ? `${receiver.host}${receiver.path}` : `loop:${receiver.loop}`
}
