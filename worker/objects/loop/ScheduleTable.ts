import { digest } from '../../../shared/audit/digest.ts'
import type { Schedule } from '../../../shared/graph/schedule.ts'
import type { Json } from '../../../shared/json.ts'
import { dueTimes, occurrences } from '../../../shared/schedule/occurrences.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = {
  id: string
  /** Of its times: when they change, it begins anew. */
  digest: string
  /** Times up to here are dealt with. */
  handled: number
  /** The last time for which a run was started, or refused. */
  last_at: number | null
  run: string | null
  error: string | null
  retry_at: number | null
}

/** A time for which a run is to be started. */
export type DueRun = { schedule: Schedule; time: number }

/** What came of the last time of a schedule. */
export type LastRun = { time: number; run: string | null; error: string | null }

/** A run that starts no later than this after its time is on time. */
const graceMs = 60_000

/** How far each schedule of a loop has come. */
export class ScheduleTable {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Takes over the schedules that count from now on. One that is new, or has other times, looks ahead only. */
  set(schedules: readonly Schedule[], now: number): void {
    const known = this.#rows()
    for (const id of known.keys())
      if (!schedules.some((schedule) => schedule.id === id))
        this.#sql.run('DELETE FROM schedules WHERE id = ?', id)
    for (const schedule of schedules) {
      const of = digestOf(schedule)
      if (known.get(schedule.id)?.digest === of) continue
      const query = 'INSERT OR REPLACE INTO schedules VALUES (?, ?, ?, NULL, NULL, NULL, NULL)'
      this.#sql.run(query, schedule.id, of, now)
    }
  }

  /** The times for which runs are due, oldest first. */
  due(schedules: readonly Schedule[], now: number): DueRun[] {
    const rows = this.#rows()
    return schedules
      .flatMap((schedule) => {
        const row = rows.get(schedule.id)
        if (!row || (row.retry_at ?? 0) > now) return []
        return dueTimes(schedule, row.handled, now, graceMs).map((time) => ({ schedule, time }))
      })
      .toSorted((a, b) => a.time - b.time)
  }

  /** A time is dealt with: a run was started for it, or never will be. */
  handle({ schedule, time }: DueRun, { run, error }: Pick<LastRun, 'run' | 'error'>): void {
    const query =
      'UPDATE schedules SET handled = ?1, last_at = ?1, run = ?2, error = ?3, retry_at = NULL WHERE id = ?4'
    this.#sql.run(query, time, run, error, schedule.id)
  }

  /** A time could not be dealt with, and is tried again. */
  putOff({ schedule, time }: DueRun, retryAt: number, error: string): void {
    const query = 'UPDATE schedules SET retry_at = ?, last_at = ?, run = NULL, error = ? WHERE id = ?'
    this.#sql.run(query, retryAt, time, error, schedule.id)
  }

  /** Times that are left out, because they were missed, are dealt with. */
  skipMissed(schedules: readonly Schedule[], now: number): void {
    for (const { id } of schedules)
      this.#sql.run(
        'UPDATE schedules SET handled = ? WHERE id = ? AND handled < ? AND retry_at IS NULL',
        now,
        id,
        now,
      )
  }

  /** When something is next to be done; null when nothing is. */
  nextAt(schedules: readonly Schedule[], now: number): number | null {
    const rows = this.#rows()
    const times = schedules.flatMap((schedule) => {
      const row = rows.get(schedule.id)
      if (!row) return []
      return row.retry_at === null ? occurrences(schedule, Math.max(row.handled, now), 1) : [row.retry_at]
    })
    return times.length === 0 ? null : Math.min(...times)
  }

  last(id: string): LastRun | null {
    const row = this.#rows().get(id)
    return row?.last_at == null ? null : { time: row.last_at, run: row.run, error: row.error }
  }

  #rows(): Map<string, Row> {
    return new Map(this.#sql.all<Row>('SELECT * FROM schedules').map((row) => [row.id, row]))
  }
}

function digestOf({ cron, timeZone = 'UTC' }: Schedule): string {
  return digest({ cron, timeZone } satisfies Json)
}
