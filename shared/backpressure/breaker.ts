import { assertNever } from '../assertNever.ts'
import type { Breaker } from '../graph/nodes/action.ts'

/**
 * A circuit breaker: it keeps calls from a host that fails. Times are milliseconds since the epoch.
 *
 * `closed` lets every call leave and remembers when the failures since the last success were. After `failures` of them within
 * `withinSeconds` it is `open` and lets none leave for `openSeconds`. Then it is `half-open`: one call tries, and its result closes or opens
 * it. A try of which nothing is heard is given up after `openSeconds`, and the next call may try.
 */
export type BreakerState =
  | { is: 'closed'; failedAt: readonly number[] }
  | { is: 'open'; until: number }
  | { is: 'half-open'; until: number }

export const closedBreaker: BreakerState = { is: 'closed', failedAt: [] }

/** Whether a call may leave now; if not, how long it is until one may try. */
export type BreakerAnswer = { may: true } | { may: false; retryAfterMs: number }

/** Asks before a call. */
export function askBreaker(
  state: BreakerState,
  settings: Breaker,
  at: number,
): { state: BreakerState; answer: BreakerAnswer } {
  switch (state.is) {
    case 'closed':
      return { state, answer: { may: true } }
    case 'open':
    case 'half-open': {
      if (at < state.until) return { state, answer: { may: false, retryAfterMs: state.until - at } }
      return { state: { is: 'half-open', until: openUntil(settings, at) }, answer: { may: true } }
    }
    default:
      return assertNever(state)
  }
}

/**
 * Tells how a call went. While it is open nothing changes that: what comes then left before. A success of any call closes a half-open
 * one, because the host answers.
 */
export function tellBreaker(state: BreakerState, settings: Breaker, at: number, ok: boolean): BreakerState {
  switch (state.is) {
    case 'closed': {
      if (ok) return state.failedAt.length === 0 ? state : closedBreaker
      const since = at - settings.withinSeconds * 1000
      const failedAt = [...state.failedAt.filter((time) => time > since), at]
      if (failedAt.length < settings.failures) return { is: 'closed', failedAt }
      return { is: 'open', until: openUntil(settings, at) }
    }
    case 'open':
      return state
    case 'half-open':
      return ok ? closedBreaker : { is: 'open', until: openUntil(settings, at) }
    default:
      return assertNever(state)
  }
}

const openUntil = ({ openSeconds }: Breaker, at: number) => at + Math.ceil(openSeconds * 1000)
