import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  askBreaker,
  type BreakerState,
  closedBreaker,
  tellBreaker,
} from '../../../shared/backpressure/breaker.ts'
import type { Breaker } from '../../../shared/graph/nodes/action.ts'

const settings = fc.record({
  failures: fc.integer({ min: 1, max: 5 }),
  withinSeconds: fc.integer({ min: 1, max: 60 }),
  openSeconds: fc.integer({ min: 1, max: 60 }),
})

type Step = { wait: number; ok: boolean }
const steps = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 30_000 }), ok: fc.boolean() }), {
  maxLength: 60,
})

type Seen = { at: number; before: BreakerState; may: boolean; retryAfterMs: number; ok: boolean }

/** Calls one after the other: each asks, and tells how it went if it may leave. */
function play(breaker: Breaker, given: readonly Step[]): Seen[] {
  const seen: Seen[] = []
  let state: BreakerState = closedBreaker
  let at = 1_000_000
  for (const { wait, ok } of given) {
    at += wait
    const before = state
    const asked = askBreaker(state, breaker, at)
    const { answer } = asked
    seen.push({ at, before, may: answer.may, retryAfterMs: answer.may ? 0 : answer.retryAfterMs, ok })
    state = answer.may ? tellBreaker(asked.state, breaker, at, ok) : asked.state
  }
  return seen
}

describe('a breaker', () => {
  it('holds back a call only after so many failures in a row within the time, and not longer than it says', () => {
    fc.assert(
      fc.property(settings, steps, (breaker, given) => {
        const left: Seen[] = []
        for (const call of play(breaker, given)) {
          if (call.may) {
            left.push(call)
            continue
          }
          const last = left.at(-1)
          if (!last) throw new Error('It held back the first call')
          expect(last.ok).toBe(false)
          expect(call.at).toBeLessThan(last.at + breaker.openSeconds * 1000)
          expect(call.at + call.retryAfterMs).toBe(last.at + breaker.openSeconds * 1000)
          // It opened by a failed try, or by failures in a row.
          if (last.before.is !== 'closed') continue
          const row = left.slice(-breaker.failures)
          expect(row.map(({ ok }) => ok)).toEqual(Array(breaker.failures).fill(false))
          expect(last.at - (row[0]?.at ?? 0)).toBeLessThan(breaker.withinSeconds * 1000)
        }
      }),
    )
  })

  it('holds back every call in its time once there were enough failures', () => {
    fc.assert(
      fc.property(settings, fc.integer({ min: 0, max: 59_999 }), (breaker, wait) => {
        const failures = Array.from({ length: breaker.failures }, () => ({ wait: 0, ok: false }))
        const [last] = play(breaker, [...failures, { wait, ok: true }]).slice(-1)
        expect(last?.may).toBe(wait >= breaker.openSeconds * 1000)
      }),
    )
  })

  it('lets one call try, and another only when the first is not heard of', () => {
    fc.assert(
      fc.property(settings, fc.nat(100_000), (breaker, wait) => {
        const open: BreakerState = { is: 'open', until: 5000 }
        const first = askBreaker(open, breaker, 5000)
        expect(first.answer).toEqual({ may: true })
        const second = askBreaker(first.state, breaker, 5000 + wait)
        expect(second.answer.may).toBe(wait >= breaker.openSeconds * 1000)
      }),
    )
  })

  it('closes when the try succeeds and opens anew when it fails, whatever was before', () => {
    const breaker = { failures: 3, withinSeconds: 10, openSeconds: 5 }
    const trying: BreakerState = { is: 'half-open', until: 9000 }
    expect(tellBreaker(trying, breaker, 6000, true)).toEqual(closedBreaker)
    expect(tellBreaker(trying, breaker, 6000, false)).toEqual({ is: 'open', until: 11_000 })
  })

  it('does not count what left before it opened', () => {
    const breaker = { failures: 1, withinSeconds: 10, openSeconds: 5 }
    const open: BreakerState = { is: 'open', until: 9000 }
    expect(tellBreaker(open, breaker, 6000, true)).toEqual(open)
    expect(tellBreaker(open, breaker, 6000, false)).toEqual(open)
  })
})
