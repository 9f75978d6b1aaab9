import { describe, expect, it } from 'vitest'
import { LoopStatus } from '../../shared/api/loopStatus.ts'
import { asAdmin, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { aTarget } from './support/target.ts'

const statusOf = async (name: string) =>
  LoopStatus.parse(await jsonOf(await asAdmin(`/api/loops/${name}/status`)))

describe('the status of a loop', () => {
  it('says what is queued and running, by shard, and what waits for its actions', async () => {
    const target = await aTarget()
    await target.answers([], { type: 'hold' })
    const call = { uses: 'http', host: target.host, method: 'POST', path: '/x' } as const
    const name = await publish(
      aGraph({ trigger: { admission: { concurrency: 2 } }, act: { call, limit: { concurrency: 1 } } }),
    )
    const callbacks = { waiting: 0, dead: 0 }
    const idle = { queued: 0, running: 0, limit: 1000, actions: [], breakers: [], callbacks }
    expect(await statusOf(name)).toEqual({ shards: [{ shard: 0, ...idle }], queued: 0, running: 0 })
    const runs: string[] = []
    for (let n = 0; n < 5; n += 1) runs.push((await runOf(await hook(name, n))).run)
    await target.requests({ count: 1 })
    const actions = [{ action: 'act', inFlight: 1, waiting: 1 }]
    const busy = { shard: 0, queued: 3, running: 2, limit: 1000, actions, breakers: [], callbacks }
    expect(await statusOf(name)).toEqual({ shards: [busy], queued: 3, running: 2 })
    await jsonOf(await asAdmin(`/api/loops/${name}/shards`, { method: 'PUT', json: { shards: 2 } }))
    expect(await statusOf(name)).toEqual({ shards: [busy, { shard: 1, ...idle }], queued: 3, running: 2 })
    const json = { reason: 'Enough', compensate: false }
    for (const run of runs) await runOf(await asAdmin(`/api/runs/${run}/cancel`, { method: 'POST', json }))
    expect(await statusOf(name)).toMatchObject({ queued: 0, running: 0 })
    await expectProblem(await asAdmin('/api/loops/no-such-loop/status'), 'loop-not-found')
  })
})
