import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AdmissionPolicy, AdmissionQueue } from '../../../shared/backpressure/admission.ts'
import type { Limit } from '../../../shared/backpressure/Limiter.ts'
import { intervalMs } from '../../../shared/backpressure/rate.ts'
import type { Rate } from '../../../shared/graph/rate.ts'

const aRate = fc.record({ count: fc.integer({ min: 1, max: 4 }), seconds: fc.constantFrom(0.1, 0.25, 1, 3) })
const aLimit: fc.Arbitrary<Limit> = fc.record({
  concurrency: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  rate: fc.option(aRate, { nil: undefined }),
})
const aPolicy: fc.Arbitrary<AdmissionPolicy> = fc
  .tuple(aLimit, fc.option(aLimit, { nil: undefined }))
  .map(([limit, perKey]) => ({ ...limit, perKey }))

const aMove = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ move: fc.constant('arrive' as const), key: fc.constantFrom('a', 'b', 'c') }),
  },
  { weight: 3, arbitrary: fc.record({ move: fc.constant('end' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ move: fc.constant('cancel' as const), which: fc.nat(20) }) },
  {
    weight: 3,
    arbitrary: fc.record({ move: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 900 }) }),
  },
)
type Move = typeof aMove extends fc.Arbitrary<infer M> ? M : never

type Start = { id: string; key: string; at: number }

/** A host that does what the queue says, and keeps what it did. */
class Host {
  readonly queue: AdmissionQueue
  now = 1_000_000
  arrived = 0
  waiting: { id: string; key: string }[] = []
  running: { id: string; key: string }[] = []
  readonly starts: Start[] = []

  constructor(policy: AdmissionPolicy) {
    this.queue = new AdmissionQueue(policy)
  }

  arrive(key: string) {
    this.pass()
    this.arrived += 1
    const run = { id: String(this.arrived), key }
    if (this.queue.mayStart(key, this.now)) {
      this.queue.start(run.id, key, this.now)
      this.#started(run)
    } else {
      this.queue.enqueue(run.id, key, this.now)
      this.waiting.push(run)
    }
  }

  pass() {
    for (const id of this.queue.pass(this.now)) {
      const run = this.waiting.find((each) => each.id === id)
      if (!run) throw new Error(`${id} was started and did not wait`)
      this.waiting = this.waiting.filter((each) => each !== run)
      this.#started(run)
    }
  }

  do(move: Move) {
    switch (move.move) {
      case 'arrive':
        return this.arrive(move.key)
      case 'end': {
        const run = this.running[move.which % (this.running.length || 1)]
        if (run) this.end(run.id)
        return
      }
      case 'cancel': {
        const run = this.waiting[move.which % (this.waiting.length || 1)]
        if (!run) return
        this.waiting = this.waiting.filter((each) => each !== run)
        this.queue.leave(run.id, this.now)
        return this.pass()
      }
      case 'wait':
        this.now += move.ms
        return this.pass()
    }
  }

  end(id: string) {
    this.running = this.running.filter((each) => each.id !== id)
    this.queue.leave(id, this.now)
    this.pass()
  }

  #started(run: { id: string; key: string }) {
    this.running.push(run)
    this.starts.push({ ...run, at: this.now })
  }
}

const played = (policy: AdmissionPolicy, moves: Move[], check: (host: Host) => void = () => {}) => {
  const host = new Host(policy)
  for (const move of moves) {
    host.do(move)
    check(host)
  }
  return host
}

const moves = fc.array(aMove, { maxLength: 80 })
const ofKey = <T extends { key: string }>(all: T[], key: string) => all.filter((each) => each.key === key)

/** The most starts that a rate lets into a window of that length. */
const mostIn = (rate: Rate, ms: number) => rate.count + Math.floor(ms / intervalMs(rate) + 1e-6)

function expectWithinRate(starts: Start[], rate: Rate | undefined) {
  if (!rate) return
  for (const [from, { at }] of starts.entries())
    for (let to = from; to < starts.length; to += 1)
      expect(to - from + 1).toBeLessThanOrEqual(mostIn(rate, (starts[to]?.at ?? 0) - at))
}

/** Whether the rate lets one more start now, by the definition and not by the algorithm. */
function rateAllows(starts: Start[], now: number, rate: Rate | undefined) {
  if (!rate) return true
  return starts.every(({ at }, index) => starts.length - index + 1 <= mostIn(rate, now - at))
}

describe('the queue of runs that may not start yet', () => {
  it('never lets more run at once than the loop and each key may', () => {
    fc.assert(
      fc.property(aPolicy, moves, (policy, all) => {
        played(policy, all, ({ running, queue, waiting }) => {
          expect(running.length).toBeLessThanOrEqual(policy.concurrency ?? Infinity)
          for (const key of ['a', 'b', 'c'])
            expect(ofKey(running, key).length).toBeLessThanOrEqual(policy.perKey?.concurrency ?? Infinity)
          expect([queue.running, queue.waiting]).toEqual([running.length, waiting.length])
        })
      }),
    )
  })

  it('never starts faster than the rates say, over any window', () => {
    fc.assert(
      fc.property(aPolicy, moves, (policy, all) => {
        const { starts } = played(policy, all)
        expectWithinRate(starts, policy.rate)
        for (const key of ['a', 'b', 'c']) expectWithinRate(ofKey(starts, key), policy.perKey?.rate)
      }),
    )
  })

  it('starts them in the order in which they came, but for those whose key has no room', () => {
    fc.assert(
      fc.property(aPolicy, moves, (policy, all) => {
        const host = new Host(policy)
        for (const move of all) {
          const ahead = [...host.waiting]
          const started = host.starts.length
          host.do(move)
          const passed = host.starts.slice(started).filter(({ id }) => ahead.some((run) => run.id === id))
          const left = new Set(host.waiting.map(({ id }) => id))
          for (const [place, { at }] of passed.entries()) {
            const before = host.starts.slice(0, started + place)
            const running = host.running.filter(({ id }) => before.some((start) => start.id === id))
            const overtaken = ahead.filter(({ id }) => Number(id) < Number(passed[place]?.id) && left.has(id))
            for (const { key } of overtaken) {
              const hasRoom =
                ofKey(running, key).length < (policy.perKey?.concurrency ?? Infinity) &&
                rateAllows(ofKey(before, key), at, policy.perKey?.rate)
              expect(hasRoom).toBe(false)
            }
          }
        }
      }),
    )
  })

  it('leaves nobody waiting whom the limits let start, and says when that changes', () => {
    fc.assert(
      fc.property(aPolicy, moves, (policy, all) => {
        played(policy, all, ({ queue, now, waiting, running, starts }) => {
          const mayAny = (at: number) =>
            running.length < (policy.concurrency ?? Infinity) &&
            rateAllows(starts, at, policy.rate) &&
            waiting.some(
              ({ key }) =>
                ofKey(running, key).length < (policy.perKey?.concurrency ?? Infinity) &&
                rateAllows(ofKey(starts, key), at, policy.perKey?.rate),
            )
          expect(mayAny(now)).toBe(false)
          const next = queue.nextAt(now)
          const [before, after] = next === Infinity ? [now, now + 3_600_000] : [next - 1, next]
          expect([mayAny(before), mayAny(after)]).toEqual([false, next < Infinity])
        })
      }),
    )
  })

  it('starts everybody in the end, when those that run end', () => {
    fc.assert(
      fc.property(aPolicy, moves, (policy, all) => {
        const host = played(policy, all)
        const waited = host.waiting.map(({ id }) => id)
        for (let turns = 0; host.waiting.length > 0; turns += 1) {
          expect(turns).toBeLessThan(500)
          const next = host.queue.nextAt(host.now)
          if (next < Infinity) host.now = Math.max(next, host.now)
          host.pass()
          const [oldest] = host.running
          if (oldest) host.end(oldest.id)
        }
        expect(host.starts.map(({ id }) => id)).toEqual(expect.arrayContaining(waited))
      }),
    )
  })

  it('stays within the rates when it loses its memory, from how many started lately', () => {
    fc.assert(
      fc.property(aPolicy, moves, moves, (policy, before, after) => {
        const host = played(policy, before)
        const again = new Host(policy)
        const since = (rate: Rate | undefined, starts: Start[]) =>
          rate ? starts.filter(({ at }) => at >= host.now - rate.seconds * 1000).length : 0
        const perKey = ['a', 'b', 'c'].map(
          (key) => [key, since(policy.perKey?.rate, ofKey(host.starts, key))] as const,
        )
        for (const { id, key } of host.running) again.queue.restore(id, key)
        for (const { id, key } of host.waiting) again.queue.enqueue(id, key, host.now)
        again.queue.assume(since(policy.rate, host.starts), perKey, host.now)
        const { now, arrived, waiting, running } = host
        Object.assign(again, { now, arrived, waiting, running })
        again.starts.push(...host.starts)
        again.pass()
        for (const move of after) again.do(move)
        expectWithinRate(again.starts, policy.rate)
        for (const key of ['a', 'b', 'c']) expectWithinRate(ofKey(again.starts, key), policy.perKey?.rate)
        expect(again.running.length).toBeLessThanOrEqual(policy.concurrency ?? Infinity)
      }),
    )
  })

  it('waits no longer than the rate’s interval after a loss of memory, however many started lately', () => {
    fc.assert(
      fc.property(aRate, fc.integer({ min: 1, max: 20 }), (rate, starts) => {
        const queue = new AdmissionQueue({ rate })
        queue.assume(starts, [], 1000)
        queue.enqueue('a', '', 1000)
        expect(queue.nextAt(1000)).toBeLessThanOrEqual(1000 + Math.ceil(intervalMs(rate)))
      }),
    )
  })

  it('keeps nobody of another key waiting behind a key at its limit', () => {
    const host = new Host({ perKey: { concurrency: 1 } })
    for (const key of ['a', 'a', 'a', 'b']) host.arrive(key)
    expect(host.running.map(({ id }) => id)).toEqual(['1', '4'])
    host.end('1')
    expect(host.running.map(({ id }) => id)).toEqual(['4', '2'])
  })

  it('takes other limits while runs wait', () => {
    const host = new Host({ concurrency: 1 })
    for (const key of ['a', 'b', 'c']) host.arrive(key)
    host.queue.setPolicy({ concurrency: 2 }, host.now)
    host.pass()
    expect(host.running.map(({ id }) => id)).toEqual(['1', '2'])
    host.queue.setPolicy({}, host.now)
    host.pass()
    expect(host.waiting).toEqual([])
  })

  it('takes other limits of the keys that it knows while their runs wait', () => {
    const host = new Host({ perKey: { concurrency: 1 } })
    for (const key of ['a', 'a', 'a', 'a']) host.arrive(key)
    host.queue.setPolicy({ perKey: { concurrency: 3 } }, host.now)
    host.pass()
    expect(host.running.map(({ id }) => id)).toEqual(['1', '2', '3'])
    host.queue.setPolicy({ perKey: { concurrency: 2 } }, host.now)
    host.end('1')
    expect(host.running.map(({ id }) => id)).toEqual(['2', '3'])
    host.end('2')
    expect(host.running.map(({ id }) => id)).toEqual(['3', '4'])
  })

  it('forgets keys of which there is nothing to remember', () => {
    const queue = new AdmissionQueue({ perKey: { rate: { count: 1, seconds: 1 } } })
    for (let n = 0; n < 5000; n += 1) {
      const now = n * 1000
      queue.pass(now)
      queue.start(String(n), `key-${n}`, now)
      queue.leave(String(n), now)
    }
    expect(queue.keys).toBeLessThan(2100)
  })

  it('forgets no key whose rate is used up, or of which one still runs or waits', () => {
    const queue = new AdmissionQueue({ perKey: { concurrency: 2, rate: { count: 3, seconds: 3 } } })
    for (const id of ['1', '2']) queue.start(id, 'busy', 0)
    queue.enqueue('3', 'busy', 0)
    for (let n = 0; n < 3; n += 1) queue.start(`spent ${n}`, 'spent', 5000)
    for (let n = 0; n < 3; n += 1) queue.leave(`spent ${n}`, 5000)
    for (let n = 0; n < 3000; n += 1) {
      queue.start(`other ${n}`, `key ${n}`, 0)
      queue.leave(`other ${n}`, 0)
    }
    queue.pass(5000)
    expect(queue.keys).toBe(2)
    expect([queue.mayStart('busy', 5000), queue.mayStart('spent', 5000)]).toEqual([false, false])
    queue.leave('1', 5000)
    expect(queue.pass(5000)).toEqual(['3'])
  })

  it('counts a key’s runs together also when it forgets others while the first of them waits', () => {
    const queue = new AdmissionQueue({ concurrency: 2, perKey: { concurrency: 1 } })
    for (const id of ['1', '2']) queue.start(id, `key of ${id}`, 0)
    queue.enqueue('3', 'one', 0)
    for (let n = 0; n < 2000; n += 1) queue.assume(0, [[`key ${n}`, 0]], 0)
    expect(queue.pass(0)).toEqual([])
    expect(queue.keys).toBe(3)
    for (const id of ['1', '2']) queue.leave(id, 0)
    expect(queue.pass(0)).toEqual(['3'])
    expect(queue.mayStart('one', 0)).toBe(false)
  })
})
