import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { KpiOverview, LoopKpis } from '../../shared/api/kpis.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { kpiHourMs, kpiKeptMs } from '../../shared/projections/kpiSeries.ts'
import { EventLog } from '../../worker/objects/shard/EventLog.ts'
import { Kpis } from '../../worker/objects/shard/Kpis.ts'
import type { LiveRun } from '../../worker/objects/shard/LiveRuns.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { answersWith, aTarget } from './support/target.ts'

const kpisOf = async (loop: string, query = '') =>
  LoopKpis.parse(await jsonOf(await asAdmin(`/api/loops/${loop}/kpis${query}`)))

const post = (path: string, json: unknown, status = 201) =>
  asAdmin(path, { method: 'POST', json }).then((response) => jsonOf(response, status))

const calls = (host: string) =>
  ({ call: { uses: 'http', host, method: 'POST', path: '/', body: {} }, idempotency: 'native' }) as const

const waits = {
  call: { uses: 'wait', for: { type: 'event', event: 'paid', timeoutSeconds: 600 } },
  idempotency: 'native',
} as const

const shardOf = (loop: string, number: number) =>
  env.RUN_SHARD.get(env.RUN_SHARD.idFromName(`${loop}/${number}`))

describe('the figures of a loop', () => {
  it('are of every run that ended, how, and what of it took time', async () => {
    const target = await aTarget()
    const loop = await publish(aGraph({ act: calls(target.host) }))
    await ended((await runOf(await hook(loop, {}))).run)
    await target.answers([], answersWith(418))
    await ended((await runOf(await hook(loop, {}))).run)
    const { total, points, versions, now, health } = await kpisOf(loop)
    expect(total).toMatchObject({
      started: 2,
      ended: 2,
      outcomes: { succeeded: 1, bailed: 1 },
      reasons: { outcome: 1, verdict: 1 },
      succeeded: 0.5,
      plans: { asked: 2, failed: 0 },
      verdicts: { pass: 1, bail: 1 },
      cycle: { count: 2 },
      action: { count: 2 },
      verification: { count: 2 },
    })
    expect(points).toHaveLength(25)
    expect(points.at(-1)).toMatchObject({ ended: 2 })
    expect(versions).toMatchObject([{ version: 1, ended: 2 }])
    expect(now).toMatchObject({ queued: 0, running: 0, approvals: 0 })
    expect(health).toEqual({ state: 'ok', reasons: [] })
  })

  it('count a run as started before it ends, and know it whole after its shard lost its memory', async () => {
    const loop = await publish(aGraph({ act: waits }))
    const { run } = await runOf(await hook(loop, {}))
    expect(await kpisOf(loop)).toMatchObject({ total: { started: 1, ended: 0 }, now: { running: 1 } })
    await evictDurableObject(shardOf(loop, 0))
    await post(`/api/runs/${run}/signals`, { name: 'paid' }, 202)
    await ended(run)
    expect(await kpisOf(loop)).toMatchObject({
      total: { started: 1, ended: 1, plans: { asked: 1 }, cycle: { count: 1 }, queue: { count: 1 } },
      now: { running: 0 },
    })
  })

  it('are those of all shards together', async () => {
    const loop = await publish(aGraph())
    await jsonOf(await asAdmin(`/api/loops/${loop}/shards`, { method: 'PUT', json: { shards: 3 } }))
    for (const key of 'abcdefghijkl')
      await ended((await runOf(await hook(loop, {}, { 'idempotency-key': key }))).run)
    const found = await Promise.all(
      [0, 1, 2].map((number) =>
        runInDurableObject(shardOf(loop, number), (_, { storage }) =>
          new Sql(storage).first<{ cells: number }>('SELECT count(*) AS cells FROM kpis'),
        ),
      ),
    )
    // Each of them has some: else this would show nothing.
    expect(found.every((each) => (each?.cells ?? 0) > 0)).toBe(true)
    expect((await kpisOf(loop)).total).toMatchObject({ started: 12, ended: 12, outcomes: { succeeded: 12 } })
  })

  it('are told apart by version', async () => {
    const loop = await publish(aGraph())
    await ended((await runOf(await hook(loop, {}))).run)
    await jsonOf(
      await asAdmin(`/api/loops/${loop}/draft`, {
        method: 'PUT',
        json: { graph: aGraph({ name: loop, trigger: { title: 'Begin', dedupe: 'input.id' } }) },
        headers: { 'if-match': '"1"' },
      }),
    )
    await post(`/api/loops/${loop}/versions`, { revision: 2, note: '' })
    await ended((await runOf(await hook(loop, { id: 'b' }))).run)
    const { versions, total } = await kpisOf(loop)
    expect(versions).toMatchObject([
      { version: 2, ended: 1 },
      { version: 1, ended: 1 },
    ])
    expect(total.ended).toBe(2)
    expect(await kpisOf(loop, '?version=2')).toMatchObject({ total: { ended: 1 }, versions: [{}, {}] })
  })

  it('are refused of a time that can’t be, and of no loop', async () => {
    const loop = await publish(aGraph())
    await expectProblem(await asAdmin(`/api/loops/${loop}/kpis?from=10&to=5`), 'invalid-request')
    await expectProblem(await asAdmin(`/api/loops/${loop}/kpis?from=0`), 'invalid-request')
    await expectProblem(await asAdmin('/api/loops/not-there/kpis'), 'loop-not-found')
  })
})

describe('the loops of a workspace at a glance', () => {
  it('are all there, those first that need somebody', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(418))
    const good = await publish(aGraph())
    const bad = await publish(aGraph({ act: calls(target.host) }))
    const draft = aGraph()
    await post('/api/loops', { name: draft.name, graph: draft })
    for (const loop of [good, bad, bad, bad, bad, bad]) await ended((await runOf(await hook(loop, {}))).run)
    const { loops } = KpiOverview.parse(await jsonOf(await asAdmin('/api/kpis')))
    const place = (name: string) => loops.findIndex(({ loop }) => loop === name)
    const [ofGood, ofBad, ofDraft] = [good, bad, draft.name].map((name) => loops[place(name)])
    expect(ofBad).toMatchObject({
      health: { state: 'failing', reasons: [{ code: 'outcomes', message: '5 of 5 runs did not succeed.' }] },
      total: { ended: 5 },
    })
    expect(ofBad?.points.at(-1)).toMatchObject({ ended: 5, notSucceeded: 5 })
    expect(ofGood).toMatchObject({ health: { state: 'ok' }, total: { ended: 1 } })
    expect(ofDraft).toMatchObject({ health: { state: 'idle' }, now: { limit: null } })
    expect(place(bad)).toBeLessThan(place(good))
    expect(place(good)).toBeLessThan(place(draft.name))
  })
})

/** The cells of a shard that nobody uses otherwise. */
async function withKpis<T>(look: (sql: Sql, kpis: Kpis) => T): Promise<T> {
  const loop = await publish(aGraph())
  return runInDurableObject(shardOf(loop, 0), (_, { storage }) => {
    const sql = new Sql(storage)
    return look(sql, new Kpis(sql, new EventLog(sql)))
  })
}

const aRun = (version: number) =>
  ({ run: 'r', head: null, program: { number: version } }) as unknown as LiveRun

const aLog = (acceptedAt: number, endedAt: number) =>
  [
    { seq: 1, at: acceptedAt, type: 'run.accepted', data: {} },
    { seq: 2, at: endedAt, type: 'run.ended', data: { outcome: 'succeeded', reason: 'outcome', costUsd: 0 } },
  ] as unknown as RunEvent[]

describe('what a shard keeps of figures', () => {
  const now = 500_000 * kpiHourMs

  it('is one row for a run, and two where it began in another hour', async () => {
    const rows = await withKpis((sql, kpis) => {
      const rowsOf = (from: number, to: number) => {
        const before = sql.rowsWritten
        kpis.keep('r', aLog(from, to), kpis.write(aRun(1), aLog(from, to)))
        return sql.rowsWritten - before
      }
      return [
        rowsOf(now, now),
        rowsOf(now, now + 5),
        rowsOf(now - kpiHourMs, now),
        rowsOf(now - 2 * kpiKeptMs, now),
      ]
    })
    expect(rows).toEqual([1, 1, 2, 1])
  })

  it('is no longer than 35 days, and no more than four thousand cells', async () => {
    const [old, many] = await withKpis((_, kpis) => {
      const add = (version: number, at: number) =>
        kpis.keep('r', aLog(at, at), kpis.write(aRun(version), aLog(at, at)))
      add(1, now)
      add(1, now + kpiKeptMs + kpiHourMs)
      const kept = kpis.between(0, now * 2)
      for (let version = 1; version <= 4100; version += 1) add(version, now + kpiKeptMs + 2 * kpiHourMs)
      return [kept, kpis.between(0, now * 2)]
    })
    expect(old.map(({ at }) => at)).toEqual([now + kpiKeptMs + kpiHourMs])
    expect([many.length, many.at(-1)?.version]).toEqual([4000, 4100])
  })

  it('is nothing of a turn that was not recorded', async () => {
    const started = await withKpis((sql, kpis) => {
      const log = aLog(now, now)
      expect(() =>
        sql.atomically(() => {
          kpis.write(aRun(1), log)
          throw new Error('The disk is full')
        }),
      ).toThrow('The disk is full')
      kpis.keep(
        'r',
        log,
        sql.atomically(() => kpis.write(aRun(1), log)),
      )
      return kpis.between(now, now + 1).map(({ kpis: { counts } }) => counts.started)
    })
    expect(started).toEqual([1])
  })
})
