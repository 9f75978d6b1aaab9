import type { Delivery } from '../../../shared/api/deliveries.ts'
import type { Sql } from '../storage/Sql.ts'

/** Entries are written so long after the first of them. */
const everyMs = 1000
/** Of those that come in that time the newest are kept. */
const mostAtOnce = 100
const mostBatches = 30

/** Where a page ends: entries are in the order of their times, then of their ids. */
export type DeliveryPlace = { at: number; id: string }

export const isBefore = (a: DeliveryPlace, b: DeliveryPlace) => a.at < b.at || (a.at === b.at && a.id < b.id)

/**
 * The requests to the hook that started no run: refused and repeated ones. Those that did are in the logs. Nobody waits for these: they are
 * written together, a row a second at most, and the oldest go; what a shard loses that is lost within the second is not made good.
 */
export class Deliveries {
  readonly #sql: Sql
  #fresh: Delivery[] = []
  #timer: ReturnType<typeof setTimeout> | null = null
  #noted = 0

  constructor(sql: Sql) {
    this.#sql = sql
  }

  note(delivery: Omit<Delivery, 'id'>): void {
    this.#noted += 1
    this.#fresh.push({ id: `${delivery.at}-${this.#noted}`, ...delivery })
    if (this.#fresh.length > mostAtOnce) this.#fresh.shift()
    this.#timer ??= setTimeout(() => this.#write(), everyMs)
  }

  /** The shard is removed: nothing more is written. */
  forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#fresh = []
  }

  /** Before a place, newest first. */
  list(before: DeliveryPlace | null, limit: number): Delivery[] {
    const rows = this.#sql.all<{ entries: string }>('SELECT entries FROM deliveries')
    const stored = rows.flatMap(({ entries }) => JSON.parse(entries) as Delivery[])
    return [...stored, ...this.#fresh]
      .filter((each) => before === null || isBefore(each, before))
      .sort((a, b) => (isBefore(a, b) ? 1 : -1))
      .slice(0, limit)
  }

  #write(): void {
    this.#timer = null
    const entries = JSON.stringify(this.#fresh)
    this.#fresh = []
    this.#sql.atomically(() => {
      this.#sql.run('INSERT INTO deliveries (entries) VALUES (?)', entries)
      this.#sql.run('DELETE FROM deliveries WHERE id <= (SELECT max(id) FROM deliveries) - ?', mostBatches)
    })
  }
}
