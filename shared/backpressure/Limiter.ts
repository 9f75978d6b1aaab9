import type { Rate } from '../graph/rate.ts'
import { afterStart, conformsAt, tatAfterLoss } from './rate.ts'

/** How many at once, and how often. What is left out is not limited. */
export type Limit = { concurrency?: number | undefined; rate?: Rate | undefined }

/** Counts what runs under one limit. Time comes from outside, in milliseconds. */
export class Limiter {
  #limit: Limit
  #running = 0
  #tat = Number.NEGATIVE_INFINITY

  constructor(limit: Limit) {
    this.#limit = limit
  }

  get running(): number {
    return this.#running
  }

  /** What rate control remembers; never earlier than it was. */
  get tat(): number {
    return this.#tat
  }

  /** Takes another limit; what runs goes on to count. */
  setLimit(limit: Limit): void {
    this.#limit = limit
  }

  /** When the next may start if nothing else does: now or later; Infinity when one must end first. */
  freeAt(now: number): number {
    const { concurrency, rate } = this.#limit
    if (concurrency !== undefined && this.#running >= concurrency) return Number.POSITIVE_INFINITY
    return rate ? Math.max(now, conformsAt(rate, this.#tat)) : now
  }

  start(now: number): void {
    this.#running += 1
    const { rate } = this.#limit
    if (rate) this.#tat = afterStart(rate, this.#tat, now)
  }

  end(): void {
    this.#running -= 1
  }

  /** Counts what ran already when this began to count. */
  restore(): void {
    this.#running += 1
  }

  /** Takes over what is known of the starts before a loss of memory: so many in the last `rate.seconds`. */
  assume(starts: number, now: number): void {
    const { rate } = this.#limit
    if (rate) this.remember(tatAfterLoss(rate, starts, now))
  }

  /** Takes a theoretical arrival time that was kept elsewhere. */
  remember(tat: number): void {
    this.#tat = Math.max(this.#tat, tat)
  }

  /** Whether it holds nothing that a new one would not. */
  isIdle(now: number): boolean {
    return this.#running === 0 && this.#tat <= now
  }
}
