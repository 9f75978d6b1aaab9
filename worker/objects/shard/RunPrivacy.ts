import type { Reveal, Revealed, RunPersonal } from '../../../shared/api/privacy.ts'
import { hintOf } from '../../../shared/privacy/hintOf.ts'
import { isAbout } from '../../../shared/privacy/subject.ts'
import { kindOf } from '../../../shared/privacy/token.ts'
import { uuidTime } from '../runTime.ts'
import type { Sql } from '../storage/Sql.ts'
import type { AlarmClock } from './AlarmClock.ts'
import type { LiveRuns } from './LiveRuns.ts'
import type { OpenRuns } from './OpenRuns.ts'
import type { PersonalVault } from './PersonalVault.ts'

type Deps = {
  sql: Sql
  vault: PersonalVault
  live: LiveRuns
  open: OpenRuns
  clock: AlarmClock
  /** What the shard's run ids begin with. */
  prefix: string
  /** Whether the parent of a run is still to be told of its end. */
  owesParent: (run: string) => boolean
}

/** What a shard erased of a person. */
export type ErasedInShard = { runs: string[]; waiting: string[]; values: number }

/** So many runs are looked through before others have their turn. */
const atOnce = 200
/** A run that ends is asked about again after this. */
const soonMs = 1000

/** Who sees the personal values of a shard's runs, and how they are forgotten. */
export class RunPrivacy {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** What is personal in a run, without telling it. */
  of(run: string): RunPersonal {
    const values = this.#valuesOf(run)
    const items = [...values].map(([token, value]) => {
      const kind = kindOf(token)
      return { token, kind, hint: hintOf(kind, value) }
    })
    const query = 'SELECT at, by, reason, tokens FROM reveals WHERE run = ? ORDER BY at'
    const reveals = this.#deps.sql
      .all<Omit<Reveal, 'tokens'> & { tokens: string }>(query, run)
      .map(({ tokens, ...reveal }) => ({ ...reveal, tokens: JSON.parse(tokens) as string[] }))
    const forgotten = this.#deps.sql.first<{ at: number }>('SELECT at FROM forgotten WHERE run = ?', run)
    return { items, reveals, forgottenAt: forgotten?.at ?? null }
  }

  /** Shows values to somebody, once it is on record that they are shown. */
  reveal(run: string, tokens: readonly string[], by: string, reason: string): Revealed {
    const values = this.#valuesOf(run)
    const shown = [...new Set(tokens)].flatMap((token) => {
      const value = values.get(token)
      return value === undefined ? [] : [{ token, value }]
    })
    if (shown.length > 0)
      this.#deps.sql.run(
        'INSERT INTO reveals VALUES (?, ?, ?, ?, ?)',
        run,
        Date.now(),
        by,
        reason,
        JSON.stringify(shown.map(({ token }) => token)),
      )
    return { values: shown }
  }

  /**
   * Forgets every run that is about a person. Those under way forget once they have ended. `since`: only runs that were started then or
   * later, and that were not to be forgotten before.
   */
  async erase(subject: string, since: number | null = null): Promise<ErasedInShard> {
    const erased: ErasedInShard = { runs: [], waiting: [], values: 0 }
    for (let after = since === null ? '' : `${this.#deps.prefix}${uuidTime(since)}`; ; ) {
      const runs = this.#deps.vault.runs(after, atOnce)
      for (const run of runs) {
        if (since !== null && this.isToForget(run)) continue
        const values = this.#valuesOf(run)
        if (![...values.values()].some((value) => isAbout(subject, value))) continue
        erased.values += values.size
        if (this.#isOpen(run)) erased.waiting.push(run)
        else erased.runs.push(run)
        this.#note(run)
      }
      this.pass()
      after = runs.at(-1) ?? ''
      if (runs.length < atOnce) return erased
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
  }

  /** Forgets what is to be forgotten and has ended. */
  pass(): void {
    const { sql, vault, live, clock } = this.#deps
    let isLeft = false
    for (const { run } of sql.all<{ run: string }>('SELECT run FROM erasing')) {
      if (this.#isOpen(run)) {
        isLeft = true
        continue
      }
      sql.atomically(() => {
        vault.forget(run)
        sql.run('INSERT OR REPLACE INTO forgotten VALUES (?, ?)', run, Date.now())
        sql.run('DELETE FROM erasing WHERE run = ?', run)
      })
      live.drop(run)
    }
    if (isLeft) void clock.wakeBy(Date.now() + soonMs)
  }

  /** Forgets a run, once it has ended, that was handed values by one that is to be forgotten. */
  inherit(run: string): void {
    this.#note(run)
    void this.#deps.clock.wakeBy(Date.now() + soonMs)
  }

  /** Whether a run that is under way is to be forgotten: then what is handed values of it is so, too. */
  isToForget(run: string): boolean {
    return this.#deps.sql.first('SELECT 1 FROM erasing WHERE run = ?', run) !== undefined
  }

  /** What a run came to, for whoever is told: with its values, unless they are to be forgotten. */
  told<T>(run: string, value: T): T {
    const shown = this.#deps.live.revealed(run, value)
    return shown === value || !this.isToForget(run) ? shown : value
  }

  #note(run: string): void {
    this.#deps.sql.run('INSERT INTO erasing VALUES (?) ON CONFLICT DO NOTHING', run)
  }

  /**
   * A parent goes on with what its child brings it, so it is told before that is forgotten. A run with callbacks still to be sent has
   * ended: what it says of itself then is tokens.
   */
  #isOpen(run: string): boolean {
    return this.#deps.open.get(run) !== undefined || this.#deps.owesParent(run)
  }

  #valuesOf(run: string) {
    return this.#deps.vault.valuesOf(run)
  }
}
