import type { RunEvent } from '../../../shared/engine/event.ts'
import {
  beginRunKpis,
  contributionsOf,
  foldRunKpis,
  type RunKpis,
} from '../../../shared/projections/kpiFold.ts'
import { type KpiCell, kpiHourMs, kpiKeptMs } from '../../../shared/projections/kpiSeries.ts'
import { addKpis, noKpis, type Kpis as Sums } from '../../../shared/projections/kpis.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import type { Sql } from '../storage/Sql.ts'
import type { EventLog } from './EventLog.ts'
import type { LiveRun } from './LiveRuns.ts'
import type { OpenRuns } from './OpenRuns.ts'

type Row = { id: number; kpis: string }

/** A cell is an hour and a version: one integer, in which the version has the lower bits. */
const versions = 2 ** 26
const idOf = (at: number, version: number) => Math.floor(at / kpiHourMs) * versions + (version % versions)
const cellOf = (id: number, kpis: Sums): KpiCell => ({
  at: Math.floor(id / versions) * kpiHourMs,
  version: id % versions,
  kpis,
})

/** Past so many cells the oldest go: that many versions an hour are published by no one but a script. */
const mostCells = 4000
/** Runs that are counted along in memory; others are read from their logs when they end. */
const mostRuns = 1000
/** What ended goes on record so long after the first of it, or once it is so many runs: no run costs a row. */
const everyMs = 1000
const runsAtOnce = 500
const pageSize = 2000

/**
 * Runs that ended before `until` are on record, and of those that ended at that very millisecond `last`. Runs with ids before `oldest`
 * had ended by then.
 */
type Watermark = { until: number; last: string[]; oldest: string }

/** An ended run that nobody counted. */
type Missed = { run: string; version: number }

/**
 * What the shard's runs came to, by hour and version, exactly: what ended since the last record is counted in memory, and after a lost
 * memory found by the watermark that goes with each record.
 */
export class Kpis {
  readonly #sql: Sql
  readonly #log: EventLog
  readonly #open: OpenRuns
  readonly #runs = new Map<string, RunKpis>()
  #missed: Missed[] = []
  #fresh = new Map<number, Sums>()
  #freshRuns = 0
  #ended: Watermark
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(sql: Sql, eventLog: EventLog, open: OpenRuns) {
    this.#sql = sql
    this.#log = eventLog
    this.#open = open
    const row = sql.first<{ value: string }>('SELECT value FROM facts WHERE name = ?', kpisFact)
    this.#ended = row ? (JSON.parse(row.value) as Watermark) : { until: 0, last: [], oldest: '' }
  }

  /** Takes an event of a turn that is not on record yet; `forgetRun` when it won't be. */
  see(run: string, event: RunEvent): void {
    if (event.seq === 1) this.#runs.set(run, beginRunKpis())
    const counted = this.#runs.get(run)
    if (counted) foldRunKpis(counted, event)
  }

  /** What was counted of a run is wrong: it is read from its log when it ends. */
  forgetRun(run: string): void {
    this.#runs.delete(run)
  }

  /** The events that were seen of a run are on record. */
  keep({ run, program }: Pick<LiveRun, 'run' | 'program'>, hasEnded: boolean): void {
    if (hasEnded) {
      const counted = this.#runs.get(run)
      this.#runs.delete(run)
      this.#count(run, program.number, counted ?? this.#readRun(run))
    }
    const oldest = this.#runs.keys().next()
    if (this.#runs.size > mostRuns && !oldest.done) this.#runs.delete(oldest.value)
  }

  /**
   * Finds what ended after the last record and before the memory was lost; to be asked before any run goes on, since one that ends moves
   * the watermark. The logs are read later: a shard that opens has somebody waiting.
   */
  resume(): void {
    const { until, last, oldest } = this.#ended
    const query =
      'SELECT run, version_number AS version FROM runs WHERE run >= ? AND ended_at >= ? ORDER BY ended_at'
    this.#missed = this.#sql.all<Missed>(query, oldest, until).filter(({ run }) => !last.includes(run))
    if (this.#missed.length > 0) this.#timer ??= setTimeout(() => this.#tryFlush(), everyMs)
  }

  #countMissed(): void {
    const missed = this.#missed
    this.#missed = []
    for (const { run, version } of missed) {
      try {
        this.#add(run, version, this.#readRun(run))
      } catch (error) {
        log('error', 'kpis.not-read', { run, ...describeBug(error) })
      }
    }
  }

  /** Puts on record what ended since the last time. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#countMissed()
    if (this.#fresh.size === 0) return
    const watermark: Watermark = { ...this.#ended, oldest: this.#open.oldest() ?? this.#ended.oldest }
    this.#sql.atomically(() => {
      for (const [id, kpis] of this.#fresh) {
        const sum = addKpis(this.#cell(id), kpis)
        this.#sql.run('INSERT OR REPLACE INTO kpis VALUES (?, ?)', id, JSON.stringify(sum))
      }
      this.#sql.run('INSERT OR REPLACE INTO facts VALUES (?, ?)', kpisFact, JSON.stringify(watermark))
    })
    this.#fresh = new Map()
    this.#freshRuns = 0
  }

  /** The shard is removed: nothing more is written, least of all to a loop that is made anew under its name. */
  forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#missed = []
    this.#fresh = new Map()
  }

  /** The cells of some hours; one may come twice, on record and since. */
  between(from: number, to: number): KpiCell[] {
    this.#countMissed()
    const [first, end] = [idOf(from, 0), idOf(to + kpiHourMs - 1, 0)]
    const rows = this.#sql.all<Row>('SELECT id, kpis FROM kpis WHERE id >= ? AND id < ?', first, end)
    const fresh = [...this.#fresh].filter(([id]) => id >= first && id < end)
    return [
      ...rows.map(({ id, kpis }) => cellOf(id, JSON.parse(kpis) as Sums)),
      ...fresh.map(([id, kpis]) => cellOf(id, kpis)),
    ]
  }

  #count(run: string, version: number, counted: RunKpis): void {
    this.#add(run, version, counted)
    if (this.#freshRuns >= runsAtOnce) this.#tryFlush()
    else this.#timer ??= setTimeout(() => this.#tryFlush(), everyMs)
  }

  #add(run: string, version: number, counted: RunKpis): void {
    const endedAt = counted.endedAt ?? 0
    for (const { at, kpis } of contributionsOf(counted)) {
      if (at < endedAt - kpiKeptMs) continue
      const id = idOf(at, version)
      this.#fresh.set(id, addKpis(this.#fresh.get(id) ?? noKpis(), kpis))
    }
    const { until, last, oldest } = this.#ended
    // A run of before, whose end came to be known late, moves nothing.
    const isLatest = endedAt >= until
    this.#ended = {
      until: Math.max(until, endedAt),
      last: endedAt === until ? [...last, run] : isLatest ? [run] : last,
      oldest: run > oldest ? run : oldest,
    }
    this.#freshRuns += 1
  }

  /** What can't be put on record now, because the disk is full for one, still is counted, and is tried again. */
  #tryFlush(): void {
    try {
      this.flush()
    } catch (error) {
      log('warn', 'kpis.not-recorded', { cells: this.#fresh.size, ...describeBug(error) })
      this.#timer = setTimeout(() => this.#tryFlush(), everyMs)
    }
  }

  #cell(id: number): Sums {
    const row = this.#sql.first<Row>('SELECT id, kpis FROM kpis WHERE id = ?', id)
    if (row) return JSON.parse(row.kpis) as Sums
    this.#sql.run('DELETE FROM kpis WHERE id < ?', idOf(this.#ended.until - kpiKeptMs, 0))
    const surplus = '(SELECT id FROM kpis ORDER BY id DESC LIMIT 1 OFFSET ?)'
    this.#sql.run(`DELETE FROM kpis WHERE id <= ${surplus}`, mostCells - 1)
    return noKpis()
  }

  /** A run as its log tells it: its memory was lost, or needed for others. */
  #readRun(run: string): RunKpis {
    const counted = beginRunKpis()
    for (let after = 0; ; ) {
      const events = this.#log.read(run, after, pageSize)
      for (const event of events) foldRunKpis(counted, event)
      after = events.at(-1)?.seq ?? 0
      if (events.length < pageSize) return counted
    }
  }
}

const kpisFact = 'kpis-counted'
