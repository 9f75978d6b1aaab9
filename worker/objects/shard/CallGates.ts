import { type ActionDepth, ActionGates } from '../../../shared/backpressure/actionLimit.ts'
import { intervalMs } from '../../../shared/backpressure/rate.ts'
import type { ActionLimit } from '../../../shared/graph/nodes/action.ts'
import type { Sql } from '../storage/Sql.ts'
import { Ticker } from './Ticker.ts'

/** What is kept of a fast rate runs ahead by this, so that it is written once in that time and not with every call. */
const aheadMs = 1000

/**
 * Lets calls of limited actions leave in the order in which they came, over all runs of the shard. What a rate has to remember outlives the
 * memory: until when it is used up is written before the call leaves.
 */
export class CallGates {
  readonly #sql: Sql
  readonly #gates = new ActionGates()
  readonly #waiting = new Map<string, { action: string; limit: ActionLimit; leave: () => void }>()
  readonly #kept = new Map<string, number>()
  readonly #ticker = new Ticker(() => this.#pass())

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Resolves when the call may leave: then true, and `back` is owed. False when nobody waits for it any more. */
  enter(id: string, action: string, limit: ActionLimit, signal: AbortSignal): Promise<boolean> {
    const now = Date.now()
    this.#remember(action, limit, now)
    if (this.#gates.enter(id, action, limit, now)) {
      this.#keep(action, limit)
      return Promise.resolve(true)
    }
    return new Promise((resolve) => {
      const giveUp = () => {
        this.#waiting.delete(id)
        this.back(id)
        resolve(false)
      }
      const leave = () => {
        signal.removeEventListener('abort', giveUp)
        resolve(true)
      }
      this.#waiting.set(id, { action, limit, leave })
      signal.addEventListener('abort', giveUp, { once: true })
      this.#ticker.at(this.#gates.nextAt(now))
    })
  }

  /** The call is over, or gave up its place. */
  back(id: string): void {
    this.#gates.leave(id, Date.now())
    this.#pass()
  }

  depths(): ActionDepth[] {
    return this.#gates.depths()
  }

  #pass(): void {
    const now = Date.now()
    for (const id of this.#gates.pass(now)) {
      const waiter = this.#waiting.get(id)
      if (!waiter) throw new Error('Whoever may leave has waited')
      this.#waiting.delete(id)
      this.#keep(waiter.action, waiter.limit)
      waiter.leave()
    }
    this.#ticker.at(this.#gates.nextAt(now))
  }

  #remember(action: string, limit: ActionLimit, now: number): void {
    if (!limit.rate || this.#kept.has(action)) return
    const row = this.#sql.first<{ value: string }>('SELECT value FROM facts WHERE name = ?', factOf(action))
    const kept = row ? Number(row.value) : Number.NEGATIVE_INFINITY
    this.#kept.set(action, kept)
    this.#gates.remember(action, limit, kept, now)
  }

  #keep(action: string, { rate }: ActionLimit): void {
    const tat = this.#gates.tat(action)
    if (!rate || tat <= (this.#kept.get(action) ?? Number.NEGATIVE_INFINITY)) return
    const until = tat + (intervalMs(rate) < aheadMs ? aheadMs : 0)
    this.#kept.set(action, until)
    this.#sql.run('INSERT OR REPLACE INTO facts VALUES (?, ?)', factOf(action), String(until))
  }
}

const factOf = (action: string) => `rate:${action}`
