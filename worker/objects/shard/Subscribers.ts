import type { RunEvent } from '../../../shared/engine/event.ts'
import { describeBug, log } from '../../telemetry/log.ts'

type Listener = (events: readonly RunEvent[], ended: boolean) => void

/** Who follows which run right now: open event streams, and callers that wait for an outcome. */
export class Subscribers {
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #everyTurn: (run: string) => void

  /** `everyTurn` is told of each run that took a turn. It never throws. */
  constructor(everyTurn: (run: string) => void = () => {}) {
    this.#everyTurn = everyTurn
  }

  /** Calls back after every turn of the run; the returned function ends that. */
  follow(run: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(run) ?? new Set<Listener>()
    this.#listeners.set(run, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(run) === listeners) this.#listeners.delete(run)
    }
  }

  /** Tells all who follow. The turn is on record, so whoever fails to listen must not make it look as if it had failed. */
  publish(run: string, events: readonly RunEvent[], ended: boolean): void {
    this.#everyTurn(run)
    const listeners = this.#listeners.get(run)
    for (const listener of listeners ?? []) {
      try {
        listener(events, ended)
      } catch (error) {
        listeners?.delete(listener)
        log('warn', 'follower.broke', { run, ...describeBug(error) })
      }
    }
    if (listeners?.size === 0 && this.#listeners.get(run) === listeners) this.#listeners.delete(run)
  }

  /** Resolves when the run ends, or when the time is up. */
  untilEnded(run: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        unfollow()
        resolve()
      }
      const timer = setTimeout(end, ms)
      const unfollow = this.follow(run, (_, ended) => {
        if (ended) end()
      })
    })
  }
}
