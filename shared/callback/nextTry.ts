/** The waits between the attempts of a callback: exponential with full jitter, for three days. */
export const callbackRetry = {
  /** The first wait is a random part of this, the next of twice as much, and so on. */
  firstMs: 10_000,
  /** No wait is longer, unless the receiver asks for it. */
  longestMs: 12 * 3_600_000,
  /** No wait is shorter. */
  leastMs: 1000,
  /** After that long it is given up. */
  totalMs: 3 * 24 * 3_600_000,
} as const

type Failed = {
  /** How many attempts there were, 1 or more. */
  tries: number
  /** When it was first due. */
  since: number
  /** When the last attempt failed. */
  now: number
  /** What the receiver asked for (`Retry-After`), in milliseconds; null when it asked for nothing. */
  retryAfterMs: number | null
  /** From 0 up to 1. */
  random: number
}

/**
 * When a callback is tried again; null when it is given up. Times are milliseconds since the epoch. The last attempt is made when the three
 * days are over, whatever the receiver asks for.
 */
export function nextTry({ tries, since, now, retryAfterMs, random }: Failed): number | null {
  const last = since + callbackRetry.totalMs
  if (now >= last) return null
  const window = Math.min(callbackRetry.longestMs, callbackRetry.firstMs * 2 ** (tries - 1))
  const wait = Math.max(callbackRetry.leastMs, Math.ceil(window * random), retryAfterMs ?? 0)
  return Math.min(last, now + wait)
}
