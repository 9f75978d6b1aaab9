import {
  askBreaker,
  type BreakerAnswer,
  type BreakerState,
  closedBreaker,
  tellBreaker,
} from '../../shared/backpressure/breaker.ts'
import type { Breaker } from '../../shared/graph/nodes/action.ts'
import { log } from '../telemetry/log.ts'

type Kept = { host: string; settings: Breaker; state: BreakerState }

/**
 * The circuit breakers of a shard, in memory: after a restart all are closed. There is one for each host and settings, so actions
 * that agree on the settings share one. Every call of a host tells all of its breakers how it went; only actions with settings ask.
 */
export class Breakers {
  readonly #kept = new Map<string, Kept>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Whether a call may leave. To be asked right before it does: a half-open breaker counts on hearing how it went. */
  ask(host: string, settings: Breaker | null): BreakerAnswer {
    if (settings === null) return { may: true }
    const kept = this.#of(host, settings)
    const { state, answer } = askBreaker(kept.state, settings, this.#now())
    this.#change(kept, state)
    return answer
  }

  tell(host: string, ok: boolean): void {
    for (const kept of this.#kept.values())
      if (kept.host === host) this.#change(kept, tellBreaker(kept.state, kept.settings, this.#now(), ok))
  }

  /** How long a host is still not called by an action that asks, in milliseconds; null when nothing keeps calls from it. */
  heldBackMs(host: string): number | null {
    const now = this.#now()
    const waits = [...this.#kept.values()].flatMap(({ host: of, state }) =>
      of === host && state.is === 'open' && state.until > now ? [state.until - now] : [],
    )
    return waits.length === 0 ? null : Math.max(...waits)
  }

  /** Those that are not closed. `until` is when a call may try. */
  notClosed(): { host: string; is: 'open' | 'half-open'; until: number }[] {
    return [...this.#kept.values()].flatMap(({ host, state }) =>
      state.is === 'closed' ? [] : [{ host, is: state.is, until: state.until }],
    )
  }

  #of(host: string, settings: Breaker): Kept {
    const { failures, withinSeconds, openSeconds } = settings
    const key = `${host} ${failures} ${withinSeconds} ${openSeconds}`
    const known = this.#kept.get(key)
    if (known) return known
    const made: Kept = { host, settings, state: closedBreaker }
    this.#kept.set(key, made)
    return made
  }

  #change(kept: Kept, state: BreakerState) {
    const isOther = kept.state.is !== state.is
    kept.state = state
    if (!isOther) return
    const until = state.is === 'closed' ? null : state.until
    log(state.is === 'open' ? 'warn' : 'info', 'breaker.changed', { host: kept.host, is: state.is, until })
  }
}
