import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackRetry, nextTry } from '../../../shared/callback/nextTry.ts'

const failed = fc.record({
  tries: fc.integer({ min: 1, max: 60 }),
  since: fc.integer({ min: 0, max: 2 ** 41 }),
  after: fc.integer({ min: 0, max: callbackRetry.totalMs - 1 }),
  retryAfterMs: fc.option(fc.integer({ min: 0, max: 10 * callbackRetry.totalMs })),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
})

describe('the next attempt of a callback', () => {
  it('comes later, within the three days, within its window, and never before the receiver asks for', () => {
    fc.assert(
      fc.property(failed, ({ tries, since, after, retryAfterMs, random }) => {
        const now = since + after
        const last = since + callbackRetry.totalMs
        const at = nextTry({ tries, since, now, retryAfterMs, random })
        expect(at).not.toBeNull()
        if (at === null) return
        expect(at).toBeGreaterThan(now)
        expect(at).toBeLessThanOrEqual(last)
        expect(at).toBeGreaterThanOrEqual(Math.min(last, now + (retryAfterMs ?? 0)))
        const window = Math.min(callbackRetry.longestMs, callbackRetry.firstMs * 2 ** (tries - 1))
        expect(at - now).toBeLessThanOrEqual(Math.max(window, retryAfterMs ?? 0, callbackRetry.leastMs))
      }),
    )
  })

  it('is spread over the whole window, which doubles', () => {
    const windowOf = (tries: number) =>
      nextTry({ tries, since: 0, now: 0, retryAfterMs: null, random: 0.999_999_999 })
    expect([1, 2, 3, 4].map(windowOf)).toEqual([10_000, 20_000, 40_000, 80_000])
    expect(windowOf(40)).toBe(callbackRetry.longestMs)
    const half = nextTry({ tries: 3, since: 0, now: 0, retryAfterMs: null, random: 0.5 })
    expect(half).toBe(20_000)
    expect(nextTry({ tries: 3, since: 0, now: 0, retryAfterMs: null, random: 0 })).toBe(callbackRetry.leastMs)
  })

  it('is the last one when the three days are over', () => {
    const failure = { tries: 30, since: 5, retryAfterMs: null, random: 0 }
    const end = 5 + callbackRetry.totalMs
    expect(nextTry({ ...failure, now: end - 1, retryAfterMs: 9_999_999_999 })).toBe(end)
    expect(nextTry({ ...failure, now: end })).toBeNull()
  })
})
