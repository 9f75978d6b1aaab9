import { Meters, noMeters } from '../../../shared/metrics/meters.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import type { Sql } from '../storage/Sql.ts'

/** What was counted is written so long after the first of it, and not sooner than so long after the last time: a row, however much it is. */
const soonMs = 1000
const apartMs = 5000

const fact = 'meters'

/**
 * What a shard counted since it began. It is counted in memory and written together, so a turn costs no row for it; what a shard counts that is
 * lost within the seconds before is not made good.
 */
export class ShardMeters {
  readonly #sql: Sql
  readonly #meters: Meters
  #timer: ReturnType<typeof setTimeout> | null = null
  #writtenAt = 0

  constructor(sql: Sql) {
    this.#sql = sql
    this.#meters = this.#stored()
  }

  /** Counts something, and has it written. */
  add(change: (meters: Meters) => void): void {
    change(this.#meters)
    this.#timer ??= setTimeout(() => this.#write(), Math.max(soonMs, this.#writtenAt + apartMs - Date.now()))
  }

  counted(): Meters {
    return this.#meters
  }

  /** The shard is removed: nothing more is written. */
  forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #write(): void {
    this.#timer = null
    this.#writtenAt = Date.now()
    try {
      this.#sql.run('INSERT OR REPLACE INTO facts VALUES (?, ?)', fact, JSON.stringify(this.#meters))
    } catch (error) {
      // A full disk, say. All of it is written with what is counted next.
      log('warn', 'metrics.not-written', describeBug(error))
    }
  }

  /** What another release counted otherwise is begun anew, as whoever reads counters expects of a restart. */
  #stored(): Meters {
    const row = this.#sql.first<{ value: string }>('SELECT value FROM facts WHERE name = ?', fact)
    return (row && Meters.safeParse(JSON.parse(row.value)).data) ?? noMeters()
  }
}
