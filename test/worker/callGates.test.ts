import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import type { ActionLimit } from '../../shared/graph/nodes/action.ts'
import { shardName } from '../../worker/objects/placement.ts'
import { shardOf } from '../../worker/objects/ports.ts'
import { CallGates } from '../../worker/objects/shard/CallGates.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { aStep, stepsInAnyOrder } from '../support/programs.ts'
import { shardObject } from './support/crash.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, env, hook, runOf } from './support/edge.ts'
import { aTarget } from './support/target.ts'

/** A loop of two steps at once, both of one action at a server that takes a while. */
async function limited(limit: ActionLimit, afterMs: number) {
  const target = await aTarget()
  await target.answers([], { type: 'answer', status: 200, body: {}, afterMs })
  const strategy = stepsInAnyOrder(aStep('first'), aStep('second'))
  const actions = { act: echoAction({ limit, timeoutSeconds: 2 }, { host: target.host }) }
  return { target, name: await deploy({ actions, strategy }) }
}

const startMany = async (name: string, count: number) => {
  const runs: string[] = []
  for (let n = 0; n < count; n += 1) runs.push((await runOf(await hook(name, { n }))).run)
  return runs
}

const cancel = (run: string) =>
  asAdmin(`/api/runs/${run}/cancel`, { method: 'POST', json: { reason: 'Enough', compensate: false } })

describe('an action that may be called so often at once', () => {
  it('is called no more often, over all runs of the shard, and its timeout counts from when a call leaves', async () => {
    const { name, target } = await limited({ concurrency: 2 }, 300)
    const runs = await startMany(name, 9)
    for (const run of runs) expect((await ended(run)).outcome).toBe('succeeded')
    const requests = await target.requests()
    expect(requests).toHaveLength(18)
    // Eighteen calls, two at a time, take longer than the timeout of one.
    expect(Math.max(...requests.map(({ underWay }) => underWay))).toBe(2)
    const order = requests.map(({ headers }) => headers['idempotency-key']?.split('/')[0])
    expect(order).toEqual(runs.flatMap((run) => [run, run]))
  })

  it('is not called for a run that was cancelled while its call waited', async () => {
    const { name, target } = await limited({ concurrency: 1 }, 300)
    const [first = '', second = '', third = ''] = await startMany(name, 3)
    await target.requests({ count: 1 })
    await runOf(await cancel(second))
    for (const run of [first, third]) expect((await ended(run)).outcome).toBe('succeeded')
    const called = (await target.requests()).map(({ headers }) => headers['idempotency-key']?.split('/')[0])
    expect(called).toEqual([first, first, third, third])
  })

  it('lets the next call out when one came back after its run was cancelled', async () => {
    const { name, target } = await limited({ concurrency: 1 }, 300)
    const [first = '', second = ''] = await startMany(name, 2)
    await target.requests({ count: 1 })
    await runOf(await cancel(first))
    expect((await ended(second)).outcome).toBe('succeeded')
  })
})

describe('an action that may be called so often in a time', () => {
  it('counts over a loss of memory also the calls that had to wait', async () => {
    const shard = shardObject(await deploy({ actions: { act: echoAction() } }))
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    const left = await runInDurableObject(shard, async (_, { storage }) => {
      const sql = new Sql(storage)
      const { signal } = new AbortController()
      const enter = (gates: CallGates, id: string) =>
        gates.enter(id, 'act', { rate: { count: 1, seconds: 4 } }, signal)
      const gates = new CallGates(sql)
      const leaving = [enter(gates, 'first'), enter(gates, 'second')]
      vi.advanceTimersByTime(4000)
      await Promise.all(leaving)
      vi.advanceTimersByTime(1000)
      const third = vi.fn<(may: boolean) => void>()
      void enter(new CallGates(sql), 'third').then(third)
      const isOut = async () => {
        await Promise.resolve()
        return third.mock.calls.length > 0
      }
      vi.advanceTimersByTime(2000)
      const early = await isOut()
      vi.advanceTimersByTime(1000)
      return [early, await isOut()]
    }).finally(() => vi.useRealTimers())
    expect(left).toEqual([false, true])
  })

  it('is called no more often, also when the shard loses its memory', async () => {
    const { name, target } = await limited({ rate: { count: 2, seconds: 7200 } }, 0)
    const [first = ''] = await startMany(name, 1)
    expect((await ended(first)).outcome).toBe('succeeded')
    const shard = env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(name, 0)))
    const killed = runInDurableObject(shard, (_, state) => state.abort('killed by a test'))
    await expect(killed).rejects.toThrow('killed by a test')
    const [second = ''] = await startMany(name, 1)
    for (;;) {
      const { actions } = await shardOf(env, name, 0).status()
      if (actions.some(({ waiting }) => waiting === 2)) break
      await scheduler.wait(5)
    }
    expect(await target.requests()).toHaveLength(2)
    await runOf(await cancel(second))
    expect((await shardOf(env, name, 0).status()).actions).toEqual([
      { action: 'act', inFlight: 0, waiting: 0 },
    ])
  })
})
