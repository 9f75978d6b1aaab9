import type { Parent } from '../../../shared/engine/event.ts'
import type { Env } from '../../env.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import type { ChildState } from '../childPorts.ts'
import { placeOfRun } from '../placement.ts'
import { shardOf } from '../ports.ts'
import type { Sql } from '../storage/Sql.ts'
import type { AlarmClock } from './AlarmClock.ts'

type Row = { run: string; parent: string; effect: string }
type Deps = {
  env: Env
  sql: Sql
  clock: AlarmClock
  /** Resolves when everything written so far is durable. */
  durable: () => Promise<void>
  stateOf: (run: string) => ChildState
}

const firstRetryMs = 1000
const longestRetryMs = 60_000

/**
 * Tells the parents of child runs how these ended. A notice is owed from the turn that ends the run until the parent's shard has taken
 * it, over restarts of either.
 */
export class Notices {
  readonly #deps: Deps
  readonly #underWay = new Set<string>()
  readonly #failures = new Map<string, number>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Within the turn that ends a run. */
  owe(run: string, { run: parent, effect }: Parent): void {
    this.#deps.sql.run('INSERT OR REPLACE INTO notices VALUES (?, ?, ?)', run, parent, effect)
    // Should the memory be lost before the notice is out, only the alarm is left to think of it.
    void this.#deps.clock.wakeBy(Date.now() + firstRetryMs)
  }

  /** Sends the notice of a run. */
  send(run: string): void {
    const row = this.#deps.sql.first<Row>('SELECT * FROM notices WHERE run = ?', run)
    if (row && !this.#underWay.has(run)) void this.#send(row)
  }

  /** Sends every notice that is owed and not under way. */
  sendAll(): void {
    for (const row of this.#deps.sql.all<Row>('SELECT * FROM notices'))
      if (!this.#underWay.has(row.run)) void this.#send(row)
  }

  /** Whether the parent of a run has not been told yet. */
  owes(run: string): boolean {
    return this.#deps.sql.first('SELECT run FROM notices WHERE run = ?', run) !== undefined
  }

  /** How many parents have not been told yet. */
  owed(): number {
    return this.#deps.sql.all('SELECT run FROM notices').length
  }

  async #send({ run, parent, effect }: Row): Promise<void> {
    this.#underWay.add(run)
    try {
      await this.#deps.durable()
      const place = placeOfRun(parent, this.#deps.env.workspace)
      if (!place) throw new Error('A parent is a run')
      await shardOf(this.#deps.env, place.loop, place.shard).childEnded(
        parent,
        effect,
        this.#deps.stateOf(run),
      )
      this.#deps.sql.run('DELETE FROM notices WHERE run = ?', run)
      this.#failures.delete(run)
    } catch (error) {
      const failures = (this.#failures.get(run) ?? 0) + 1
      this.#failures.set(run, failures)
      log('warn', 'parent.not-told', { run, parent, failures, ...describeBug(error) })
      await this.#deps.clock.wakeBy(Date.now() + Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1)))
    } finally {
      this.#underWay.delete(run)
    }
  }
}
