import type { RunEvent } from '../../../shared/engine/event.ts'
import {
  beginRunKpis,
  contributionsOf,
  foldRunKpis,
  type RunKpis,
} from '../../../shared/projections/kpiFold.ts'
import { type KpiCell, kpiHourMs, kpiKeptMs } from '../../../shared/projections/kpiSeries.ts'
import { addKpis, noKpis, type Kpis as Sums } from '../../../shared/projections/kpis.ts'
import type { Sql } from '../storage/Sql.ts'
import type { EventLog } from './EventLog.ts'
import type { LiveRun } from './LiveRuns.ts'

type Row = { id: number; kpis: string }

/** A cell is an hour and a version: one integer, in which the version has the lower bits. */
const versions = 2 ** 26
const idOf = (at: number, version: number) => Math.floor(at / kpiHourMs) * versions + (version % versions)

/** Past so many cells the oldest go: that many versions an hour are published by no one but a script. */
const mostCells = 4000
/** Runs that are counted along in memory; others are read from their logs when they end. */
const mostRuns = 1000
const cellsAtHand = 16
const pageSize = 2000

/**
 * What the shard's runs came to, by hour and version. An ended run is added in the transaction that ends it: one row, two where it began in
 * another hour.
 */
export class Kpis {
  readonly #sql: Sql
  readonly #log: EventLog
  readonly #runs = new Map<string, RunKpis>()
  readonly #cells = new Map<number, Sums>()

  constructor(sql: Sql, log: EventLog) {
    this.#sql = sql
    this.#log = log
  }

  /** Adds a run, within the turn that ends it. `live` is as it was before the turn. On record once `keep` is told. */
  write({ run, head, program }: LiveRun, events: readonly RunEvent[]): [number, Sums][] {
    const counted = this.#runs.get(run) ?? this.#readRun(run, head?.seq ?? 0)
    // Should the turn be taken again, it is read anew.
    this.#runs.delete(run)
    for (const event of events) foldRunKpis(counted, event)
    const written = new Map<number, Sums>()
    const oldest = (events.at(-1)?.at ?? 0) - kpiKeptMs
    for (const { at, kpis } of contributionsOf(counted)) {
      if (at < oldest) continue
      const id = idOf(at, program.number)
      written.set(id, addKpis(written.get(id) ?? this.#cell(id, oldest), kpis))
    }
    for (const [id, kpis] of written)
      this.#sql.run('INSERT OR REPLACE INTO kpis VALUES (?, ?)', id, JSON.stringify(kpis))
    return [...written]
  }

  /** A turn is on record, with the cells that `write` gave. */
  keep(run: string, events: readonly RunEvent[], written: readonly [number, Sums][]): void {
    for (const [id, kpis] of written) {
      this.#cells.delete(id)
      this.#cells.set(id, kpis)
      forgetOldest(this.#cells, cellsAtHand)
    }
    if (written.length > 0) return
    if (events[0]?.seq === 1) this.#runs.set(run, beginRunKpis())
    const counted = this.#runs.get(run)
    if (!counted) return
    for (const event of events) foldRunKpis(counted, event)
    forgetOldest(this.#runs, mostRuns)
  }

  /** The cells of some hours. */
  between(from: number, to: number): KpiCell[] {
    const query = 'SELECT id, kpis FROM kpis WHERE id >= ? AND id < ?'
    return this.#sql.all<Row>(query, idOf(from, 0), idOf(to + kpiHourMs - 1, 0)).map(({ id, kpis }) => ({
      at: Math.floor(id / versions) * kpiHourMs,
      version: id % versions,
      kpis: JSON.parse(kpis) as Sums,
    }))
  }

  #cell(id: number, oldest: number): Sums {
    const known = this.#cells.get(id)
    if (known) return known
    const row = this.#sql.first<Row>('SELECT id, kpis FROM kpis WHERE id = ?', id)
    if (row) return JSON.parse(row.kpis) as Sums
    this.#sql.run('DELETE FROM kpis WHERE id < ?', idOf(oldest, 0))
    const surplus = '(SELECT id FROM kpis ORDER BY id DESC LIMIT 1 OFFSET ?)'
    this.#sql.run(`DELETE FROM kpis WHERE id <= ${surplus}`, mostCells - 1)
    return noKpis()
  }

  /** A run as its log tells it up to an event: its memory was lost, or needed for others. */
  #readRun(run: string, until: number): RunKpis {
    const counted = beginRunKpis()
    for (let after = 0; after < until; ) {
      const events = this.#log.read(run, after, Math.min(pageSize, until - after))
      for (const event of events) foldRunKpis(counted, event)
      const last = events.at(-1)
      if (!last) break
      after = last.seq
    }
    return counted
  }
}

function forgetOldest(map: Map<unknown, unknown>, most: number): void {
  const oldest = map.keys().next()
  if (map.size > most && !oldest.done) map.delete(oldest.value)
}
