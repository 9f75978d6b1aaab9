import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { RunDetail } from '../../shared/api/runs.ts'
import { shardName } from '../../worker/objects/placement.ts'
import { shardOf } from '../../worker/objects/ports.ts'
import { StuckRuns } from '../../worker/objects/shard/StuckRuns.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { aTarget } from './support/target.ts'

const detailOf = async (run: string) => RunDetail.parse(await jsonOf(await asAdmin(`/api/runs/${run}`)))

describe('a run that can’t be gone on with after a restart', () => {
  it('is shown as stuck, counts as under way, keeps no other, and goes on once it can be', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }, { type: 'hold' }])
    const name = await deploy({ actions: { act: echoAction({}, { host: target.host }) } })
    const broken = await runOf(await hook(name, 1))
    const other = await runOf(await hook(name, 2))
    await target.requests({ count: 2 })
    // A stub is of no use any more after its object was killed.
    const shard = () => env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(name, 0)))
    const query = `UPDATE turns SET events = replace(events, ?, ?)
      WHERE id >> 26 = (SELECT number FROM runs WHERE run = ?)`
    await runInDurableObject(shard(), (_, { storage }) => {
      storage.sql.exec(query, '"seq":1,', '"seq"1,', broken.run)
      return storage.sync()
    })
    const killed = runInDurableObject(shard(), (_, state) => state.abort('killed by a test'))
    await expect(killed).rejects.toThrow('killed by a test')
    expect((await ended(other.run)).outcome).toBe('succeeded')
    expect(
      (await shardOf(env, name, 0).list({ status: 'in-flight' }, null, 10)).runs.map(({ status }) => status),
    ).toEqual(['stuck'])
    expect(await shardOf(env, name, 0).openRuns()).toBe(1)
    await runInDurableObject(shard(), (_, { storage }) => {
      storage.sql.exec(query, '"seq"1,', '"seq":1,', broken.run)
    })
    while ((await detailOf(broken.run)).status !== 'ended') {
      await runDurableObjectAlarm(shard())
      await scheduler.wait(20)
    }
    expect((await detailOf(broken.run)).outcome).toBe('succeeded')
  })

  it('is not one whose snapshot is broken: its log says all of it', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const name = await deploy({ actions: { act: echoAction({}, { host: target.host }) } })
    const { run } = await runOf(await hook(name, 1))
    await target.requests({ count: 1 })
    const shard = () => env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(name, 0)))
    await runInDurableObject(shard(), (_, { storage }) => {
      storage.sql.exec('INSERT INTO snapshots VALUES (?, 1, ?, ?)', run, 'sha256:0', '{"form":')
      return storage.sync()
    })
    const killed = runInDurableObject(shard(), (_, state) => state.abort('killed by a test'))
    await expect(killed).rejects.toThrow('killed by a test')
    expect((await ended(run)).outcome).toBe('succeeded')
  })

  it('is tried after waits that double, up to five minutes', () => {
    const stuck = new StuckRuns()
    const waits = Array.from({ length: 11 }, () => stuck.failed('a').waitMs / 1000)
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
    stuck.goesOn('a')
    expect(stuck.failed('a').waitMs).toBe(1000)
  })
})
