import type {
  Change,
  ChangedSide,
  ChangeList,
  ChangeQuery,
  ChangesBundle,
  ChangesHead,
} from '../../../shared/api/changes.ts'
import type { Digest } from '../../../shared/audit/digest.ts'
import { changeHash, changesGenesis } from '../../../shared/audit/verifyChanges.ts'
import type { Sql } from '../storage/Sql.ts'
import type { SigningKey } from './SigningKey.ts'

/** What an entry says beyond who did what: words, or more than that. */
export type Told = string | { detail?: string; reason?: string; from?: ChangedSide; to?: ChangedSide }

/** `more` holds the members that may be left out, as JSON; null for what an older release wrote. */
type Row = Omit<Change, 'reason' | 'from' | 'to'> & { more: string | null }

/** Who changed what in the workspace: append-only, each entry chained to the one before by hash. */
export class ChangeLog {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  append(by: string, what: string, subject: string, told: Told): void {
    const { detail = '', reason = '', from, to } = typeof told === 'string' ? { detail: told } : told
    const last = this.head()
    const entry = {
      seq: (last?.seq ?? 0) + 1,
      at: Date.now(),
      by: by.toWellFormed(),
      what,
      subject: subject.toWellFormed(),
      detail: detail.toWellFormed(),
      prev: last?.hash ?? changesGenesis,
    }
    const more = {
      ...(reason.trim() === '' ? {} : { reason: reason.trim().toWellFormed() }),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
    }
    const hash = changeHash({ ...entry, ...more })
    const query = 'INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'
    this.#sql.run(query, ...Object.values(entry), hash, JSON.stringify(more))
  }

  /** The last entry's number and hash; null before the first. */
  head(): { seq: number; hash: Digest } | null {
    const query = 'SELECT seq, hash FROM changes ORDER BY seq DESC LIMIT 1'
    return this.#sql.first<{ seq: number; hash: string }>(query) ?? null
  }

  /** What the head is now, with a signature of the workspace. */
  async sign(workspace: string, key: SigningKey): Promise<Omit<ChangesBundle, 'changes'>> {
    const { seq, hash } = this.head() ?? { seq: 0, hash: changesGenesis }
    const head: ChangesHead = { format: 'pavane.changes/1', workspace, at: Date.now(), seq, hash }
    const jws = await key.sign(head)
    return { head, jws, publicKey: key.publicKey() }
  }

  /** A page of those that are asked for, newest first; `next` is the `before` of the page after it. */
  page({ limit = 50, ...query }: ChangeQuery): ChangeList {
    const { where, values } = conditions(query)
    const rows = this.#sql.all<Row>(
      `SELECT * FROM changes ${where} ORDER BY seq DESC LIMIT ?`,
      ...values,
      limit + 1,
    )
    const changes = rows.slice(0, limit).map(changeOf)
    return { changes, next: rows.length > limit ? (changes.at(-1)?.seq ?? null) : null }
  }

  /** Entries after a number, oldest first. */
  after(seq: number, limit: number): Change[] {
    const query = 'SELECT * FROM changes WHERE seq > ? ORDER BY seq LIMIT ?'
    return this.#sql.all<Row>(query, seq, limit).map(changeOf)
  }
}

function changeOf({ more, ...entry }: Row): Change {
  return { ...entry, ...(more === null ? {} : (JSON.parse(more) as Pick<Change, 'reason' | 'from' | 'to'>)) }
}

function conditions({ before, kind, by, subject, text, since, until }: Omit<ChangeQuery, 'limit'>) {
  const pattern = text === undefined ? undefined : `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  const columns = `concat_ws(' ', by, what, subject, detail, more ->> 'reason', more ->> '$.from.value', more ->> '$.to.value')`
  const parts: [string, string | number | undefined][] = [
    ['seq < ?', before],
    // Some are named for many of a kind: `secrets.resealed`.
    ["replace(what, 's.', '.') LIKE replace(? || '.%', 's.', '.')", kind],
    ['by = ?', by],
    ['subject = ?', subject],
    [`(${columns}) LIKE ? ESCAPE '\\'`, pattern],
    ['at >= ?', since],
    ['at < ?', until],
  ]
  const asked = parts.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]))
  return {
    where: asked.length === 0 ? '' : `WHERE ${asked.map(({ sql }) => sql).join(' AND ')}`,
    values: asked.map(({ value }) => value),
  }
}
