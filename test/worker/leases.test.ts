import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { EventPage } from '../../shared/api/runs.ts'
import type { Env } from '../../worker/env.ts'
import { shardName } from '../../worker/objects/placement.ts'
import { leaseOf } from '../../worker/objects/ports.ts'
import { callsOf, deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { misbehave } from './support/sandbox.ts'
import { aTarget } from './support/target.ts'

/** A run that no shard knows: only what the lease itself does is of interest. */
const stranger = (n: number) => `nobody.0.00000000-0000-7000-8000-00000000000${n}`

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a lease', () => {
  it('has one holder; its token grows with every grant', async () => {
    const resource = crypto.randomUUID()
    const lease = leaseOf(env, resource)
    const ask = (n: number) => lease.acquire({ resource, run: stranger(n), effect: `e${n}`, ttlMs: 60_000 })
    const first = await ask(1)
    expect(first).toMatchObject({ effect: 'e1', resource, token: 1 })
    expect(await ask(1)).toEqual(first)
    await lease.release(1)
    expect(await ask(2)).toMatchObject({ effect: 'e2', token: 2 })
    await lease.release(1)
    expect(await ask(3)).toBeNull()
  })

  it('that comes to a run which is not there any more goes on to the next', async () => {
    const resource = crypto.randomUUID()
    const lease = leaseOf(env, resource)
    const ask = (n: number) => lease.acquire({ resource, run: stranger(n), effect: `e${n}`, ttlMs: 60_000 })
    await ask(1)
    expect(await ask(2)).toBeNull()
    await lease.release(1)
    expect(await ask(3)).toMatchObject({ effect: 'e3', token: 3 })
  })

  it('is told of again soon when it could not be told, and goes on from there', async () => {
    const resource = crypto.randomUUID()
    const lease = leaseOf(env, resource)
    const ask = (n: number) => lease.acquire({ resource, run: stranger(n), effect: `e${n}`, ttlMs: 60_000 })
    await ask(1)
    expect(await ask(2)).toBeNull()
    const object = env.LEASE.get(env.LEASE.idFromName(resource))
    const unreachable = await runInDurableObject(object, (instance) =>
      vi.spyOn((instance as unknown as { env: Env }).env.RUN_SHARD, 'get').mockImplementation(() => {
        throw new Error('The shard is away')
      }),
    )
    await lease.release(1)
    const again = await runInDurableObject(object, (_, { storage }) => storage.getAlarm())
    expect((again ?? Infinity) - Date.now()).toBeLessThanOrEqual(1000)
    unreachable.mockRestore()
    await runDurableObjectAlarm(object)
    // The run is not there, so what it was told of went on.
    expect(await ask(3)).toMatchObject({ effect: 'e3', token: 3 })
  })

  it('goes to the next when its time is up', async () => {
    const resource = crypto.randomUUID()
    const lease = leaseOf(env, resource)
    const ask = (n: number) => lease.acquire({ resource, run: stranger(n), effect: `e${n}`, ttlMs: 60_000 })
    const first = await ask(1)
    expect(first).toMatchObject({ token: 1 })
    expect(await ask(2)).toBeNull()
    vi.spyOn(Date, 'now').mockReturnValue((first?.until ?? 0) + 1)
    expect(await ask(2)).toMatchObject({ effect: 'e2', token: 2 })
    vi.spyOn(Date, 'now').mockReturnValue((first?.until ?? 0) + 60_002)
    expect(await ask(3)).toMatchObject({ effect: 'e3', token: 3 })
  })
})

describe('a run that does not wait for a lease any more', () => {
  it('gives up its place at once, and ends at once', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const resource = `db/${crypto.randomUUID()}`
    const name = await deploy({ actions: { act: echoAction({ leases: [resource] }, { host: target.host }) } })
    const [holder, gone, next] = [
      await runOf(await hook(name, 1)),
      await runOf(await hook(name, 2)),
      await runOf(await hook(name, 3)),
    ]
    const waiting = () =>
      runInDurableObject(env.LEASE.get(env.LEASE.idFromName(resource)), (_, { storage }) =>
        storage.sql
          .exec<{ run: string }>('SELECT run FROM waiting ORDER BY position')
          .toArray()
          .map(({ run }) => run),
      )
    await target.requests({ count: 1 })
    while ((await waiting()).length < 2) await scheduler.wait(5)
    const json = { reason: 'Enough', compensate: true }
    const cancelled = await runOf(await asAdmin(`/api/runs/${gone.run}/cancel`, { method: 'POST', json }))
    expect([cancelled.status, cancelled.outcome]).toEqual(['ended', 'cancelled'])
    while ((await waiting()).length > 1) await scheduler.wait(5)
    expect(await waiting()).toEqual([next.run])
    await target.letGo()
    for (const { run } of [holder, next]) expect((await ended(run)).outcome).toBe('succeeded')
    expect([(await grantOf(holder.run)).token, (await grantOf(next.run)).token]).toEqual([1, 2])
  })

  it('gives back a lease that it got in the same moment', async () => {
    const resource = crypto.randomUUID()
    const lease = leaseOf(env, resource)
    const ask = (n: number) => lease.acquire({ resource, run: stranger(n), effect: `e${n}`, ttlMs: 60_000 })
    expect(await ask(1)).toMatchObject({ token: 1 })
    await lease.withdraw('e1')
    expect(await ask(2)).toMatchObject({ token: 2 })
    await lease.withdraw('e1')
    expect(await ask(2)).toMatchObject({ token: 2 })
  })
})

describe('many runs that want two of three resources each', () => {
  it('all get them, no two at once, with tokens that grow', async () => {
    const target = await aTarget()
    await target.answers([], { type: 'answer', status: 200, body: {}, afterMs: 5 })
    const names = [1, 2, 3].map((n) => `r${n}-${crypto.randomUUID()}`)
    const leases = ['{{ input.first }}', '{{ input.second }}']
    const name = await deploy({ actions: { act: echoAction({ leases }, { host: target.host }) } })
    const runs = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const [first, second] = [names[n % 3], names[(n + 1 + (n % 2)) % 3]]
        return (await runOf(await hook(name, { first, second }))).run
      }),
    )
    const held: { resource: string; token: number; from: number; to: number }[] = []
    for (const run of runs) {
      expect((await ended(run)).outcome).toBe('succeeded')
      const events = await eventsOf(run)
      const to = events.find(({ type }) => type === 'step.succeeded')?.at ?? 0
      for (const event of events)
        if (event.type === 'lease.granted')
          held.push({ resource: event.data.resource, token: event.data.token, from: event.at, to })
    }
    expect(held).toHaveLength(40)
    for (const resource of names) {
      const spans = held.filter((span) => span.resource === resource).toSorted((a, b) => a.token - b.token)
      expect(spans.map(({ token }) => token)).toEqual(spans.map((_, index) => index + 1))
      for (const [index, { to }] of spans.slice(0, -1).entries())
        expect(spans[index + 1]?.from).toBeGreaterThanOrEqual(to)
    }
  })
})

describe('runs that want one resource', () => {
  it('hold it one after the other, in the order in which they asked, each with a greater token', async () => {
    const path = `/leased-${crypto.randomUUID()}`
    const resource = `db/${crypto.randomUUID()}`
    await misbehave({ path, times: 4, behave: { type: 'delay', ms: 60 } })
    const name = await deploy({ actions: { act: echoAction({ leases: [resource] }, { path }) } })
    const runs: string[] = []
    for (let n = 0; n < 4; n += 1) runs.push((await runOf(await hook(name, { n }))).run)
    const grants: { token: number; granted: number; released: number }[] = []
    for (const run of runs) {
      expect((await ended(run)).outcome).toBe('succeeded')
      grants.push(await grantOf(run))
    }
    expect(grants.map(({ token }) => token)).toEqual([1, 2, 3, 4])
    const waited = grants
      .slice(1)
      .map(({ granted }, index) => granted - (grants[index]?.released ?? Infinity))
    for (const ms of waited) expect(ms).toBeGreaterThanOrEqual(0)
    for (const run of runs) expect(await callsOf(run)).toHaveLength(1)
  })

  it('get it also when their shard loses its memory while they wait', async () => {
    const path = `/leased-${crypto.randomUUID()}`
    const resource = `db/${crypto.randomUUID()}`
    await misbehave({ path, behave: { type: 'delay', ms: 20_000 } })
    const name = await deploy({ actions: { act: echoAction({ leases: [resource] }, { path }) } })
    const holder = await runOf(await hook(name, {}))
    const waiter = await runOf(await hook(name, {}))
    while ((await callsOf(holder.run)).length === 0) await scheduler.wait(5)
    const shard = env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(name, 0)))
    const killed = runInDurableObject(shard, (_, state) => state.abort('killed by a test'))
    await expect(killed).rejects.toThrow('killed by a test')
    for (const { run } of [holder, waiter]) expect((await ended(run)).outcome).toBe('succeeded')
    expect([(await grantOf(holder.run)).token, (await grantOf(waiter.run)).token]).toEqual([1, 2])
    expect((await callsOf(waiter.run)).map(({ did }) => did)).toEqual(['effect'])
  })
})

/** When a run got its lease and when its step was done with it. */
async function grantOf(run: string) {
  for (;;) {
    const { events } = EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
    const granted = events.find((event) => event.type === 'lease.granted')
    const succeeded = events.find((event) => event.type === 'step.succeeded')
    const released = events.find((event) => event.type === 'lease.released')
    if (granted?.type === 'lease.granted' && succeeded && released)
      return { token: granted.data.token, granted: granted.at, released: succeeded.at }
    await scheduler.wait(5)
  }
}
