import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { EventPage } from '../../shared/api/runs.ts'
import { shardName } from '../../worker/objects/placement.ts'
import { leaseOf } from '../../worker/objects/ports.ts'
import { callsOf, deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { misbehave } from './support/sandbox.ts'

/** A run that no shard knows: only what the lease itself does is of interest. */
const stranger = (n: number) => `nobody.0.00000000-0000-7000-8000-00000000000${n}`

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

  it('goes to the next when its time is up', async () => {
    const resource = crypto.randomUUID()
    const lease = leaseOf(env, resource)
    expect(await lease.acquire({ resource, run: stranger(1), effect: 'e1', ttlMs: 50 })).toMatchObject({
      token: 1,
    })
    expect(await lease.acquire({ resource, run: stranger(2), effect: 'e2', ttlMs: 50 })).toBeNull()
    await scheduler.wait(60)
    expect(await lease.acquire({ resource, run: stranger(3), effect: 'e3', ttlMs: 60_000 })).toMatchObject({
      token: 3,
    })
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
