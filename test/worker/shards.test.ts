import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { LoopDetail } from '../../shared/api/loops.ts'
import { RunList } from '../../shared/api/runs.ts'
import { placeOfRun, shardForKey } from '../../worker/objects/placement.ts'
import { type HookCall, loopOf, shardOf } from '../../worker/objects/ports.ts'
import { asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { misbehave } from './support/sandbox.ts'

const putShards = (loop: string, shards: number) =>
  asAdmin(`/api/loops/${loop}/shards`, { method: 'PUT', json: { shards } })

const spread = async (loop: string, shards: number) => jsonOf(await putShards(loop, shards))

/** A loop that keys its calls by `input.id`. */
const keyed = () =>
  publish(aGraph({ trigger: { dedupe: 'input.id' }, act: { call: { uses: 'transform', value: 1 } } }))

const shardOfRun = (run: string) => placeOfRun(run, env.workspace)?.shard

async function runsOf(loop: string): Promise<string[]> {
  const runs: string[] = []
  for (let cursor = ''; ; ) {
    const page = RunList.parse(
      await jsonOf(await asAdmin(`/api/loops/${loop}/runs?limit=7${cursor && `&cursor=${cursor}`}`)),
    )
    runs.push(...page.runs.map(({ run }) => run))
    if (page.next === null) return runs
    cursor = page.next
  }
}

const idsOf = (count: number) => Array.from({ length: count }, (_, n) => `id-${n}`)

/** Changes the number where it is kept, and tells no shard. */
const setUntold = (loop: string, shards: number, former: number[]) =>
  runInDurableObject(env.LOOP.get(env.LOOP.idFromName(loop)), (_, { storage }) => {
    const query = `UPDATE loop SET shards = ?, former_shards = ?, rollout_revision = rollout_revision + 1`
    storage.sql.exec(query, shards, JSON.stringify(former))
  })

/** A hook’s call as the Worker passes it on that knows nothing of the loop. */
const callOf = (id: string): HookCall => ({
  body: new TextEncoder().encode(JSON.stringify({ id })),
  headers: new Map([['content-type', 'application/json']]),
  method: 'POST',
  trace: { id: `${'0'.repeat(31)}1`, span: `${'0'.repeat(15)}1` },
  prefer: null,
  pin: null,
  revision: -1,
})

describe('the shard of a key', () => {
  it.for([2, 3, 8, 63, 64])('of %i is as likely as any other', (shards) => {
    const counts = new Map<number, number>()
    const keys = shards * 500
    for (let n = 0; n < keys; n += 1) {
      const shard = shardForKey(`own:"order-${n}"`, shards)
      counts.set(shard, (counts.get(shard) ?? 0) + 1)
    }
    expect(counts.size).toBe(shards)
    // Five standard deviations of a fair spread.
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(5 * Math.sqrt(500))
  })
})

describe('a loop that is spread over shards', () => {
  it('places a call by its key, and calls without one anywhere', async () => {
    const name = await keyed()
    await spread(name, 4)
    for (const id of idsOf(8)) {
      const { run } = await runOf(await hook(name, { id }))
      expect(shardOfRun(run)).toBe(shardForKey(`own:"${id}"`, 4))
    }
    const loose = await publish(aGraph({ act: { call: { uses: 'transform', value: 1 } } }))
    await spread(loose, 4)
    const shards = new Set<number | undefined>()
    while (shards.size < 4) shards.add(shardOfRun((await runOf(await hook(loose, {}))).run))
    expect(shards).toEqual(new Set([0, 1, 2, 3]))
  })

  it('shows the runs of all of them, newest first, also of those that it no longer uses', async () => {
    const name = await keyed()
    const started: string[] = []
    for (const [n, shards] of [1, 5, 3].entries()) {
      await spread(name, shards)
      for (const id of idsOf(20)) started.push((await runOf(await hook(name, { id: `${n}-${id}` }))).run)
    }
    expect(new Set(started.map(shardOfRun)).size).toBe(5)
    expect(await runsOf(name)).toEqual(started.toReversed())
    for (const run of started) expect((await ended(run)).outcome).toBe('succeeded')
  })

  it('finds the run of a key wherever an earlier number put it', async () => {
    const name = await keyed()
    const first = new Map<string, string>()
    for (const [n, shards] of [1, 4, 2, 7].entries()) {
      await spread(name, shards)
      for (const [id, run] of first) {
        const repeat = await hook(name, { id })
        expect(repeat.headers.get('idempotency-replayed')).toBe('true')
        expect((await runOf(repeat)).run).toBe(run)
      }
      for (const id of idsOf(6))
        first.set(`${n}-${id}`, (await runOf(await hook(name, { id: `${n}-${id}` }))).run)
    }
    expect(await runsOf(name)).toHaveLength(24)
  })

  it('answers a repeat in another shard by the same rules', async () => {
    const name = await publish(aGraph({ act: { call: { uses: 'transform', value: 1 } } }))
    const headers = { 'idempotency-key': 'the-key' }
    const { run } = await runOf(await hook(name, { a: 1 }, headers))
    await spread(name, 63)
    const waited = await hook(name, { a: 1 }, { ...headers, prefer: 'wait=10' })
    expect([waited.status, waited.headers.get('location')]).toEqual([200, `/api/runs/${run}`])
    await expectProblem(await hook(name, { a: 2 }, headers), 'key-reused')
    const start = (input: unknown) =>
      asAdmin(`/api/loops/${name}/runs`, { method: 'POST', json: { input }, headers })
    const byHand = await runOf(await start({ a: 1 }))
    await spread(name, 5)
    expect((await runOf(await start({ a: 1 }))).run).toBe(byHand.run)
    await expectProblem(await start({ a: 2 }), 'key-reused')
  })

  it('starts one run for a key, however often it comes while the number changes', async () => {
    const name = await keyed()
    const ids = idsOf(12)
    const found = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]))
    let isChanging = true
    const hammer = async (id: string) => {
      while (isChanging) {
        const answer = await hook(name, { id })
        // A number that changes five times during one call leaves its caller to try again.
        if (answer.status === 429) await answer.body?.cancel()
        else found.get(id)?.add((await runOf(answer)).run)
      }
    }
    const callers = ids.flatMap((id) => [hammer(id), hammer(id)])
    for (const shards of [3, 1, 8, 2, 5, 4, 64, 7]) await spread(name, shards)
    isChanging = false
    await Promise.all(callers)
    expect([...found.values()].map(({ size }) => size)).toEqual(ids.map(() => 1))
    expect(await runsOf(name)).toHaveLength(ids.length)
  })

  it('lets no shard start a run for a key after it said that it has none, also one that was told nothing of the new number', async () => {
    const name = await keyed()
    const id = idsOf(100).find((each) => shardForKey(`own:"${each}"`, 2) === 1) ?? ''
    await runOf(await hook(name, { id: 'other' }))
    await setUntold(name, 2, [1])
    const invoke = (shard: number) => shardOf(env, name, shard).invoke(callOf(id))
    expect(await invoke(1)).toMatchObject({ ok: true, value: { at: 'here' } })
    expect(await invoke(0)).toMatchObject({
      ok: true,
      value: { at: 'elsewhere', shard: null, routing: { shards: 2, dedupe: 'input.id' } },
    })
  })

  it('looks at a call anew when the number changes while other shards are asked for its key', async () => {
    const name = await keyed()
    await spread(name, 4)
    await spread(name, 2)
    const placeOf = (id: string, shards: number) => shardForKey(`own:"${id}"`, shards)
    const id = idsOf(200).find((each) => placeOf(each, 3) === 2 && placeOf(each, 4) === 3) ?? ''
    // The last shard that is asked answers nobody for a while, so that the first call has asked all others when the number changes.
    const last = env.RUN_SHARD.get(env.RUN_SHARD.idFromName(`${name}/3`))
    const blocked = runInDurableObject(last, (_, state) =>
      state.blockConcurrencyWhile(() => scheduler.wait(1500)),
    )
    await scheduler.wait(100)
    const before = shardOf(env, name, 1).invoke(callOf(id))
    await scheduler.wait(100)
    await setUntold(name, 3, [1, 2, 4])
    const told = await loopOf(env, name).deployment()
    const revision = told.ok ? told.value.rolloutRevision : 0
    const after = shardOf(env, name, 2).invoke({ ...callOf(id), revision })
    const answers = [await before, await after]
    await blocked
    expect(answers.filter((answer) => answer.ok && answer.value.at === 'here')).toHaveLength(1)
  })

  it('runs with the secrets and hosts of the workspace in every shard', async () => {
    const name = await keyed()
    await spread(name, 3)
    const put = (baseUrl: string) => asAdmin('/api/hosts/spread_out', { method: 'PUT', json: { baseUrl } })
    await jsonOf(await put('https://example.com'))
    for (const shard of [0, 1, 2]) {
      const settings = await runInDurableObject(
        env.RUN_SHARD.get(env.RUN_SHARD.idFromName(`${name}/${shard}`)),
        (_, { storage }) =>
          storage.sql.exec<{ value: string }>(`SELECT value FROM facts WHERE name = 'settings'`).one().value,
      )
      expect(settings).toContain('spread_out')
    }
  })

  it('says its number, notes who changed it, and takes 1 to 64', async () => {
    const name = await keyed()
    const detail = async () => LoopDetail.parse(await jsonOf(await asAdmin(`/api/loops/${name}`))).shards
    expect(await detail()).toBe(1)
    expect(await spread(name, 6)).toEqual({ shards: 6 })
    expect(await detail()).toBe(6)
    for (const shards of [0, 65, 1.5]) await expectProblem(await putShards(name, shards), 'invalid-request')
    await expectProblem(await putShards('no-such-loop', 2), 'loop-not-found')
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin('/api/changes')))
    expect(changes).toContainEqual(
      expect.objectContaining({ what: 'loop.shards', subject: name, detail: 'from 1 to 6' }),
    )
  })

  it('is removed whole or not at all', async () => {
    const call = { uses: 'http', host: 'echo', method: 'POST', path: `/slow-${crypto.randomUUID()}` } as const
    const name = await publish(aGraph({ trigger: { dedupe: 'input.id' }, act: { call } }))
    await spread(name, 2)
    const [done = '', slow = ''] = [0, 1].map((shard) =>
      idsOf(50).find((id) => shardForKey(`own:"${id}"`, 2) === shard),
    )
    const first = await runOf(await hook(name, { id: done }))
    expect((await ended(first.run)).outcome).toBe('succeeded')
    await misbehave({ path: call.path, behave: { type: 'delay', ms: 20_000 } })
    const second = await runOf(await hook(name, { id: slow }))
    await expectProblem(await asAdmin(`/api/loops/${name}`, { method: 'DELETE' }), 'conflict')
    expect((await ended(first.run)).outcome).toBe('succeeded')
    const json = { reason: 'Enough', compensate: false }
    await runOf(await asAdmin(`/api/runs/${second.run}/cancel`, { method: 'POST', json }))
  })

  it('is removed from all of them, and begins anew under its name', async () => {
    const graph = aGraph({ trigger: { dedupe: 'input.id' }, act: { call: { uses: 'transform', value: 1 } } })
    const name = await publish(graph)
    await spread(name, 4)
    const runs: string[] = []
    for (const id of idsOf(8)) runs.push((await runOf(await hook(name, { id }))).run)
    for (const run of runs) await ended(run)
    await spread(name, 2)
    expect((await asAdmin(`/api/loops/${name}`, { method: 'DELETE' })).status).toBe(204)
    for (const run of runs) await expectProblem(await asAdmin(`/api/runs/${run}`), 'run-not-found')
    await publish(graph)
    for (const id of idsOf(8)) {
      const detail = await runOf(await hook(name, { id }))
      expect([shardOfRun(detail.run), runs.includes(detail.run)]).toEqual([0, false])
    }
  })
})
