import { describe, expect, it } from 'vitest'
import { type Answer, answer, refuse } from '../../worker/http/problem.ts'
import { FullShards, mostAtFullShard } from '../../worker/objects/FullShards.ts'

const refused = refuse('queue-full', 'Full.', { headers: { 'retry-after': '7' } })

/** Shards that answer when they are told to, and a clock that stands still until it is moved. */
function setUp() {
  const at = { now: 1000 }
  const shards = new FullShards(() => at.now)
  let reached = 0
  const send = (shard: string) => {
    const { promise, resolve } = Promise.withResolvers<Answer<string>>()
    const answered = shards.send(shard, () => {
      reached += 1
      return promise
    })
    return { answered, resolve }
  }
  /** As many calls as a shard may have that is full, and one that it has refused. */
  const fill = async (shard: string) => {
    const waiting = Array.from({ length: mostAtFullShard }, () => send(shard))
    const one = send(shard)
    one.resolve(refused)
    expect(await one.answered).toEqual(refused)
    return waiting
  }
  const isRemembered = async (shard: string) => {
    const before = reached
    await send(shard).answered
    return reached === before
  }
  return { at, shards, send, fill, isRemembered, reached: () => reached }
}

describe('a shard that has said that it is full', () => {
  it('is asked by no more than it has still to answer, and the others hear at once what it said', async () => {
    const { send, fill, reached } = setUp()
    await fill('a')
    const before = reached()
    expect(await send('a').answered).toEqual(refused)
    expect(reached()).toBe(before)
    void send('b').answered
    expect(reached()).toBe(before + 1)
  })

  it.for([
    [
      'it has answered some',
      (waiting: { resolve: (answered: Answer<string>) => void }[]) => waiting[0]?.resolve(refused),
    ],
    [
      'it takes one',
      (waiting: { resolve: (answered: Answer<string>) => void }[]) => waiting[0]?.resolve(answer('taken')),
    ],
  ] as const)('is asked again once %s', async ([, settle]) => {
    const { send, fill, reached } = setUp()
    const waiting = await fill('a')
    settle(waiting)
    await waiting[0]?.answered
    const before = reached()
    void send('a').answered
    expect(reached()).toBe(before + 1)
  })

  it('is asked again after a second, and is never taken for full by another refusal', async () => {
    const { at, send, fill, reached } = setUp()
    await fill('a')
    at.now += 1000
    void send('a').answered
    const other = send('a')
    other.resolve(refuse('signature-invalid', 'Wrong.'))
    await other.answered
    const before = reached()
    void send('a').answered
    expect(reached()).toBe(before + 1)
  })

  it('is taken at its word also where it answered all at once, and they come again together', async () => {
    const { send, fill, reached } = setUp()
    const waiting = await fill('a')
    for (const each of waiting) each.resolve(refused)
    await Promise.all(waiting.map(({ answered }) => answered))
    const before = reached()
    for (let n = 0; n < 3 * mostAtFullShard; n += 1) void send('a').answered
    expect(reached()).toBe(before + mostAtFullShard)
  })

  it('lets all through once it has taken one', async () => {
    const { send, fill, reached } = setUp()
    const waiting = await fill('a')
    waiting[0]?.resolve(answer('taken'))
    await waiting[0]?.answered
    const before = reached()
    for (let n = 0; n < 3; n += 1) void send('a').answered
    expect(reached()).toBe(before + 3)
  })

  it('is remembered among many as long as that matters, and no longer', async () => {
    const { at, shards, send, fill, isRemembered } = setUp()
    await fill('busy')
    const many = async (prefix: string) => {
      for (let n = 0; n < 1500; n += 1) {
        const one = send(`${prefix}${n}`)
        one.resolve(refused)
        await one.answered
      }
    }
    await many('earlier')
    expect(shards.remembered).toBe(1501)
    expect(await isRemembered('busy')).toBe(true)
    at.now += 1000
    await many('later')
    expect(shards.remembered).toBe(1501)
    const [one] = await fill('busy')
    expect(await isRemembered('busy')).toBe(true)
    one?.resolve(refused)
  })

  it('that breaks keeps nobody’s place', async () => {
    const shards = new FullShards(() => 0)
    const breaks = () => shards.send('a', () => Promise.reject(new Error('broken')))
    for (let n = 0; n < 2 * mostAtFullShard; n += 1) await expect(breaks()).rejects.toThrow('broken')
    await shards.send('a', () => Promise.resolve(refused))
    expect(await shards.send('a', () => Promise.resolve(answer('taken')))).toEqual(answer('taken'))
  })
})
