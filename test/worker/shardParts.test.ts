import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RunEvent } from '../../shared/engine/event.ts'
import { eventStream } from '../../worker/objects/shard/eventStream.ts'
import { Subscribers } from '../../worker/objects/shard/Subscribers.ts'
import { WakeQueue } from '../../worker/objects/shard/WakeQueue.ts'

describe('the times at which runs want to be looked at', () => {
  it('are found in order, however they are set, moved and taken away', () => {
    const queue = new WakeQueue()
    const expected = new Map<string, number>()
    let random = 7
    for (let n = 0; n < 5000; n += 1) {
      random = (random * 48_271) % 2_147_483_647
      const run = `run${random % 97}`
      const time = random % 5 === 0 ? Number.POSITIVE_INFINITY : random % 1013
      queue.set(run, time)
      if (time === Number.POSITIVE_INFINITY) expected.delete(run)
      else expected.set(run, time)
      expect(queue.next()).toBe(Math.min(Number.POSITIVE_INFINITY, ...expected.values()))
    }
    const due = [...expected].filter(([, time]) => time <= 500).map(([run]) => run)
    expect(queue.due(500).toSorted()).toEqual(due.toSorted())
    expect(due.length).toBeGreaterThan(0)
  })
})

describe('a follower', () => {
  it('that breaks keeps neither the turn nor the others from being told', () => {
    const subscribers = new Subscribers()
    const told: string[] = []
    subscribers.follow('run', () => {
      told.push('broken')
      throw new TypeError('the stream is closed')
    })
    subscribers.follow('run', () => told.push('sound'))
    subscribers.publish('run', [], false)
    subscribers.publish('run', [], true)
    expect(told).toEqual(['broken', 'sound', 'sound'])
  })

  it('that does not read is not read for', async () => {
    let reads = 0
    const log = {
      read: (_: string, after: number, limit: number) => {
        reads += 1
        return Array.from({ length: Math.min(limit, 100_000 - after) }, (_, n) => eventOf(after + n + 1))
      },
    }
    const source = { log, subscribers: new Subscribers(), isEnded: () => true }
    const reader = eventStream('run', 0, source).pipeThrough(new TextDecoderStream()).getReader()
    const texts = [(await reader.read()).value ?? '']
    for (let n = 0; n < 20; n += 1) source.subscribers.publish('run', [], false)
    expect(reads).toBeLessThan(10)
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      texts.push(value)
    }
    const text = texts.join('')
    expect(text.match(/^id: /gm)).toHaveLength(100_000)
    expect(text.endsWith('event: end\ndata: {}\n\n')).toBe(true)
  })
})

describe('a stream in which nothing happens', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  function aStream() {
    const watched = { followers: 0 }
    const follow = () => {
      watched.followers += 1
      return () => {
        watched.followers -= 1
      }
    }
    const stream = eventStream('run', 0, {
      log: { read: () => [] },
      subscribers: { follow },
      isEnded: () => false,
    })
    return { reader: stream.pipeThrough(new TextDecoderStream()).getReader(), watched }
  }

  it('says so every fifteen seconds, so that nobody on the way takes it for dead', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { reader } = aStream()
    const said = async () => (await reader.read()).value
    expect(await said()).toBe(': open\n\n')
    for (let beat = 0; beat < 2; beat += 1) {
      vi.advanceTimersByTime(15_000)
      expect(await said()).toBe(': still here\n\n')
    }
    await reader.cancel()
  })

  it('follows the run no more, and says nothing more, once its reader is gone', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { reader, watched } = aStream()
    await reader.read()
    expect([watched.followers, vi.getTimerCount()]).toEqual([1, 1])
    await reader.cancel()
    expect([watched.followers, vi.getTimerCount()]).toEqual([0, 0])
  })
})

const eventOf = (seq: number) => ({ seq, type: 'iteration.started' }) as unknown as RunEvent
