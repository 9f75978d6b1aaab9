import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ActionGates } from '../../../shared/backpressure/actionLimit.ts'
import { intervalMs } from '../../../shared/backpressure/rate.ts'

const limits = {
  few: { concurrency: 2 },
  slow: { rate: { count: 2, seconds: 1 } },
  both: { concurrency: 1, rate: { count: 1, seconds: 0.5 } },
}
type Action = keyof typeof limits
const anAction = fc.constantFrom(...(Object.keys(limits) as Action[]))
const aMove = fc.oneof(
  fc.record({ move: fc.constant('call' as const), action: anAction }),
  fc.record({ move: fc.constant('return' as const), which: fc.nat(30) }),
  fc.record({ move: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 700 }) }),
)

describe('the gates of the actions', () => {
  it('let calls of each action out in their order, within its limit, and none wait for nothing', () => {
    fc.assert(
      fc.property(fc.array(aMove, { maxLength: 100 }), (moves) => {
        const gates = new ActionGates()
        const left: { id: string; action: Action; at: number }[] = []
        const out = new Set<string>()
        const actionOf = new Map<string, Action>()
        let now = 50_000
        const leaves = (id: string) => {
          left.push({ id, action: actionOf.get(id) ?? 'few', at: now })
          out.add(id)
        }
        for (const [index, move] of moves.entries()) {
          if (move.move === 'wait') now += move.ms
          gates.pass(now).forEach(leaves)
          if (move.move === 'call') {
            const id = String(index)
            actionOf.set(id, move.action)
            if (gates.enter(id, move.action, limits[move.action], now)) leaves(id)
          }
          if (move.move === 'return') {
            const id = [...out][move.which % (out.size || 1)]
            if (id !== undefined) gates.leave(id, now)
            if (id !== undefined) out.delete(id)
            gates.pass(now).forEach(leaves)
          }
          expect(gates.nextAt(now)).toBeGreaterThan(now)
          for (const { action, inFlight } of gates.depths())
            expect(inFlight).toBe([...out].filter((id) => actionOf.get(id) === action).length)
          const at = (action: Action) => [...out].filter((id) => actionOf.get(id) === action).length
          expect(at('few')).toBeLessThanOrEqual(2)
          expect(at('both')).toBeLessThanOrEqual(1)
        }
        for (const action of Object.keys(limits) as Action[]) {
          const mine = left.filter((call) => call.action === action)
          expect(mine.map(({ id }) => Number(id))).toEqual(
            mine.map(({ id }) => Number(id)).toSorted((a, b) => a - b),
          )
          if (action === 'few') continue
          const { rate } = limits[action]
          for (let first = 0; first < mine.length; first += 1)
            for (let last = first; last < mine.length; last += 1) {
              const ms = (mine[last]?.at ?? 0) - (mine[first]?.at ?? 0)
              expect(last - first + 1).toBeLessThanOrEqual(rate.count + Math.floor(ms / intervalMs(rate)))
            }
        }
      }),
    )
  })

  it('let the next one out in place of a call that is not wanted any more', () => {
    const gates = new ActionGates()
    const enter = (id: string) => gates.enter(id, 'few', { concurrency: 1 }, 0)
    expect([enter('a'), enter('b'), enter('c')]).toEqual([true, false, false])
    gates.leave('b', 0)
    gates.leave('a', 0)
    expect(gates.pass(0)).toEqual(['c'])
  })

  it('remember a rate over a loss of memory', () => {
    const limit = { rate: { count: 1, seconds: 10 } }
    const gates = new ActionGates()
    expect(gates.enter('a', 'slow', limit, 0)).toBe(true)
    const again = new ActionGates()
    again.remember('slow', limit, gates.tat('slow'), 500)
    expect(again.enter('b', 'slow', limit, 500)).toBe(false)
    expect(again.nextAt(500)).toBe(10_000)
  })

  it('take no time that was kept for an earlier one than they know', () => {
    const limit = { rate: { count: 1, seconds: 10 } }
    const gates = new ActionGates()
    expect(gates.enter('a', 'slow', limit, 0)).toBe(true)
    gates.remember('slow', limit, 500, 0)
    expect(gates.enter('b', 'slow', limit, 500)).toBe(false)
    expect(gates.nextAt(500)).toBe(10_000)
  })

  it('hold every call to the limit that came last', () => {
    const gates = new ActionGates()
    const enter = (id: string, concurrency: number) => gates.enter(id, 'few', { concurrency }, 0)
    expect([enter('a', 2), enter('b', 1), enter('c', 3)]).toEqual([true, false, true])
    expect(gates.pass(0)).toEqual(['b'])
    expect(enter('d', 3)).toBe(false)
  })
})
