import { apiLimits } from '../../../shared/api/limits.ts'
import type { Digest } from '../../../shared/audit/digestFormat.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { type PackedText, packText, unpackText } from '../storage/packedText.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { id: number; events: PackedText }

/** Characters of a row: more than a turn of many small events has. A turn that needs more takes more rows. */
const rowCharacters = 1_200_000

/** A row takes two megabytes. Texts with fewer characters can't have as many bytes. */
const { eventBytes } = apiLimits
const eventCharacters = 600_000

const byteLength = (text: string) => new TextEncoder().encode(text).byteLength

/** An event is larger than a row can hold. Nothing of its turn was written. */
export class EventTooLarge extends Error {}

type Entry = Pick<RunEvent, 'seq' | 'hash'>

/** The first id of a run's log: its number, then 26 bits for the number of an event. */
const first = '(SELECT number << 26 FROM runs WHERE run = ?1)'

/** The number for a run whose log begins. */
export const nextNumber = '(SELECT coalesce(max(id) >> 26, 0) + 1 FROM turns)'

/**
 * The runs' append-only logs. A row holds the events of a turn, because on Cloudflare rows are the bill; its id is made of the run's
 * number in `runs`, where the run stands before its log begins, and the number of the row's last event. Events are stored as they were
 * hashed, and after them the hash of the last: that of any other stands in the one after it.
 */
export class EventLog {
  readonly #sql: Sql
  /** The row that was read last: one holds several pages of a long log. */
  #unpacked: { id: number; events: RunEvent[] } | null = null

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Adds events; `texts` are what of them was hashed. */
  append(run: string, events: readonly Entry[], texts: readonly string[]): void {
    let from = 0
    let characters = 0
    for (const [index, text] of texts.entries()) {
      if (text.length > eventCharacters && byteLength(text) > eventBytes)
        throw new EventTooLarge(`An event of ${text.length} characters can't be recorded`)
      characters += text.length
      if (characters < rowCharacters && index < texts.length - 1) continue
      this.#write(run, events.slice(from, index + 1), texts.slice(from, index + 1))
      from = index + 1
      characters = 0
    }
  }

  /** Writes a row, or more where what can hardly be compressed finds no room in one. */
  #write(run: string, events: readonly Entry[], texts: readonly string[]): void {
    const last = events.at(-1)
    if (!last) return
    const row = packText(`[${texts.join(',')},"${last.hash}"]`)
    if (typeof row !== 'string' && row.byteLength > eventBytes && events.length > 1) {
      const half = events.length >> 1
      this.#write(run, events.slice(0, half), texts.slice(0, half))
      this.#write(run, events.slice(half), texts.slice(half))
      return
    }
    this.#unpacked = null
    // A row is found by its last event, so that reading on from a number needs no look into any row before.
    this.#sql.run(`INSERT INTO turns VALUES (${first} + ?2, ?3)`, run, last.seq, row)
  }

  /** Events with a greater number than `after`, in order, at most so many. Rows after the one that holds the last are left alone. */
  read(run: string, after: number, limit: number): RunEvent[] {
    const query = `SELECT id, events FROM turns WHERE id > ${first} + ?2 AND id <= coalesce(
      (SELECT min(id) FROM turns WHERE id >= ${first} + ?2 + ?3 AND id < ${first} + (1 << 26)), ${first} + ?2 + ?3)
      ORDER BY id`
    const found: RunEvent[] = []
    for (const row of this.#sql.all<Row>(query, run, after, limit))
      for (const event of this.#eventsOf(row)) if (event.seq > after) found.push(event)
    return found.slice(0, limit)
  }

  /** Deletes a run's log, while the run still stands in the table. */
  drop(run: string): void {
    this.#unpacked = null
    this.#sql.run(`DELETE FROM turns WHERE id > ${first} AND id < ${first} + (1 << 26)`, run)
  }

  /** Every event of a type; rows that hold none are not read. */
  ofType<T extends RunEvent['type']>(run: string, type: T): Extract<RunEvent, { type: T }>[] {
    const query = `SELECT id, events FROM turns WHERE id > ${first} AND id < ${first} + (1 << 26)
      AND (typeof(events) = 'blob' OR instr(events, ?2) > 0) ORDER BY id`
    return this.#sql
      .all<Row>(query, run, `"type":"${type}"`)
      .flatMap((row) => this.#eventsOf(row))
      .filter((event): event is Extract<RunEvent, { type: T }> => event.type === type)
  }

  #eventsOf({ id, events }: Row): RunEvent[] {
    if (this.#unpacked?.id !== id) this.#unpacked = { id, events: eventsIn(unpackText(events)) }
    return this.#unpacked.events
  }
}

/** The events of a row. In rows of earlier releases each has its hash, and none comes after them. */
function eventsIn(row: string): RunEvent[] {
  const entries = JSON.parse(row) as (RunEvent | Digest)[]
  let hash = entries.at(-1)
  if (typeof hash !== 'string') return entries as RunEvent[]
  const events = entries.slice(0, -1) as RunEvent[]
  for (const event of events.toReversed()) {
    event.hash = hash
    hash = event.prev
  }
  return events
}
