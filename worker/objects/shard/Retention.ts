import { ArchivedRun } from '../../../shared/api/archive.ts'
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { hashedText } from '../../../shared/audit/seal.ts'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { describeBug, log as note } from '../../telemetry/log.ts'
import { type Archive, archiveKey } from '../archive.ts'
import type { Sql } from '../storage/Sql.ts'
import type { AlarmClock } from './AlarmClock.ts'
import type { Callbacks } from './Callbacks.ts'
import type { DeployedLoop } from './DeployedLoop.ts'
import type { EventLog } from './EventLog.ts'
import type { LiveRuns } from './LiveRuns.ts'
import type { OpenRuns } from './OpenRuns.ts'
import type { PersonalVault } from './PersonalVault.ts'
import type { RunTable, StoredRun } from './RunTable.ts'

type Deps = {
  sql: Sql
  archive: Archive | null
  deployed: DeployedLoop
  table: RunTable
  log: EventLog
  live: LiveRuns
  open: OpenRuns
  vault: PersonalVault
  clock: AlarmClock
  /** The folder of the loop's archived runs. */
  folder: string
  /** Whether somebody is still to be told of a run’s end. */
  isOwed: (run: string) => boolean
  callbacks: Callbacks
}

const dayMs = 86_400_000
/** A run that was brought back stays so long. */
const restoredMs = 7 * dayMs
/** So many runs are dropped before others have their turn. */
const atOnce = 50
const pageSize = 2000
/** What could not be archived is tried again after this. */
const retryMs = 300_000

/** How long ended runs stay, by the stable version’s trigger: then they are archived, where that is asked for, and dropped with their personal values. */
export class Retention {
  readonly #deps: Deps
  #passing: Promise<void> | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get #keep() {
    return this.#deps.deployed.stable()?.program.trigger.keep
  }

  /** A run has ended: the object has to wake when its time is over. */
  ended(): void {
    const keep = this.#keep
    if (keep) void this.#deps.clock.wakeBy(Date.now() + keep.days * dayMs)
  }

  /** Drops every run whose time is over. One pass at a time. */
  pass(now = Date.now()): Promise<void> {
    this.#passing ??= this.#pass(now)
      .catch(async (error: unknown) => {
        note('error', 'retention.broke', describeBug(error))
        await this.#deps.clock.wakeBy(Date.now() + retryMs)
      })
      .finally(() => {
        this.#passing = null
      })
    return this.#passing
  }

  async #pass(now: number): Promise<void> {
    const keep = this.#keep
    if (!keep) return
    for (;;) {
      const due = this.#due(now - keep.days * dayMs, now)
      if (due.length === 0) return this.#wake(keep.days)
      for (const run of due)
        if (keep.archive && !(await this.#archived(run))) {
          await this.#deps.clock.wakeBy(Date.now() + retryMs)
          return
        }
      this.#drop(due)
    }
  }

  #due(before: number, now: number): string[] {
    const query = `SELECT run FROM runs WHERE ended_at < ? AND open = 0
      AND run NOT IN (SELECT run FROM restored WHERE until > ?) ORDER BY run LIMIT ?`
    const runs = this.#deps.sql.all<{ run: string }>(query, before, now, atOnce)
    return runs.map(({ run }) => run).filter((run) => !this.#deps.open.get(run) && !this.#deps.isOwed(run))
  }

  /** Wakes when the next run's time is over. */
  async #wake(days: number): Promise<void> {
    const { sql, clock } = this.#deps
    const next = sql.first<{ at: number | null }>('SELECT min(ended_at) AS at FROM runs WHERE open = 0')
    if (typeof next?.at === 'number')
      await clock.wakeBy(Math.max(Date.now() + retryMs, next.at + days * dayMs))
  }

  /** Whether the run is in the archive now. */
  async #archived(run: string): Promise<boolean> {
    const { archive, table } = this.#deps
    const stored = table.get(run)
    if (!archive || !stored) {
      note('error', 'run.not-archived', { run, because: 'There is no archive: bind ARCHIVE to an R2 bucket' })
      return false
    }
    const archived: ArchivedRun = {
      format: 'pavane.archive/1',
      archivedAt: Date.now(),
      program: stored.summary.version,
      summary: stored.summary,
      body: stored.body,
      events: this.#eventsOf(run),
    }
    try {
      await archive.put(this.#keyOf(run), JSON.stringify(archived))
      return true
    } catch (error) {
      note('error', 'run.not-archived', { run, ...describeBug(error) })
      return false
    }
  }

  #eventsOf(run: string): RunEvent[] {
    const events: RunEvent[] = []
    for (;;) {
      const page = this.#deps.log.read(run, events.length, pageSize)
      events.push(...page)
      if (page.length < pageSize) return events
    }
  }

  #drop(runs: readonly string[]): void {
    const { sql, log, live, vault, callbacks } = this.#deps
    sql.atomically(() => {
      for (const run of runs) {
        vault.forget(run)
        log.drop(run)
        for (const table of ['snapshots', 'reveals', 'forgotten', 'restored', 'reviews', 'runs'])
          sql.run(`DELETE FROM ${table} WHERE run = ?`, run)
        sql.run('DELETE FROM approvals WHERE approval > ? AND approval < ?', `${run}.`, `${run}/`)
        sql.run('DELETE FROM children WHERE effect > ? AND effect < ?', `${run}/`, `${run}0`)
        callbacks.drop(run)
      }
      // The key is what is looked up, so this reads every one: once for all of them.
      const places = runs.map(() => '?').join(', ')
      sql.run(`DELETE FROM dedupe WHERE run IN (${places})`, ...runs)
    })
    for (const run of runs) live.drop(run)
  }

  /** Brings a run back from the archive for a week, once its log verifies. Its personal values stay forgotten. */
  async restore(run: string): Promise<Answer<StoredRun>> {
    const { archive, table } = this.#deps
    const here = table.get(run)
    if (here) return answer(here)
    const text = (await archive?.get(this.#keyOf(run))) ?? null
    if (text === null) return refuse('run-not-found', 'There is no run of that id, here or in the archive.')
    const read = ArchivedRun.safeParse(JSON.parse(text))
    if (!read.success || !isWhole(run, read.data))
      return refuse(
        'conflict',
        'What the archive holds of this run does not verify, so it is not brought back.',
      )
    const { summary, body, events } = read.data
    this.#deps.sql.atomically(() => {
      table.put({ summary, body }, false)
      this.#deps.log.append(
        run,
        events,
        events.map((event) => hashedText(event as unknown as JsonObject)),
      )
      const query = 'INSERT OR REPLACE INTO restored VALUES (?, ?)'
      this.#deps.sql.run(query, run, Date.now() + restoredMs)
      this.#deps.sql.run('INSERT OR REPLACE INTO forgotten VALUES (?, ?)', run, read.data.archivedAt)
    })
    return answer({ summary, body })
  }

  #keyOf(run: string): string {
    return archiveKey(this.#deps.folder, run)
  }
}

/**
 * Whether an archived run is the one that was asked for, whole, and as its log says. A chain can't show that its end was cut off, and covers
 * nothing of the summary: so the end has to be there, and say the same.
 */
function isWhole(run: string, { program, summary, body, events }: ArchivedRun): boolean {
  const [accepted] = events
  const ended = events.find((event) => event.type === 'run.ended')
  return (
    verifyChain(events).ok &&
    accepted?.type === 'run.accepted' &&
    accepted.data.run === run &&
    summary.run === run &&
    accepted.data.program === program &&
    summary.version === program &&
    ended !== undefined &&
    ended.data.outcome === summary.outcome &&
    canonicalJson(ended.data.body) === canonicalJson(body)
  )
}
