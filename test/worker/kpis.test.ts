import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { KpiOverview, LoopKpis } from '../../shared/api/kpis.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { defaultLimits } from '../../shared/graph/limits.ts'
import { type KpiCell, kpiHourMs, kpiKeptMs } from '../../shared/projections/kpiSeries.ts'
import { shardOf } from '../../worker/objects/ports.ts'
import { EventLog } from '../../worker/objects/shard/EventLog.ts'
import { Kpis } from '../../worker/objects/shard/Kpis.ts'
import type { LiveRun } from '../../worker/objects/shard/LiveRuns.ts'
import { OpenRuns } from '../../worker/objects/shard/OpenRuns.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { kill, shardObject } from './support/crash.ts'
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
    await evictDurableObject(shardObject(loop))
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
    const now = Date.now()
    const from = Math.floor(now / kpiHourMs) * kpiHourMs - kpiHourMs
    const span = { from, to: now + 1, step: 'hour' as const, usualFrom: from }
    const found = await Promise.all([0, 1, 2].map((number) => shardOf(env, loop, number).kpis(span)))
    // Each of them has some: else this would show nothing.
    expect(found.every(({ cells }) => startedIn(cells) > 0)).toBe(true)
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

  it('begin anew with a loop that is made anew under the name of one that was deleted', async () => {
    const graph = aGraph()
    const run = async () => ended((await runOf(await hook(graph.name, {}))).run)
    await publish(graph)
    await run()
    expect((await asAdmin(`/api/loops/${graph.name}`, { method: 'DELETE' })).status).toBe(204)
    await publish(graph)
    await run()
    await run()
    // What the first one had still to put on record would be there before this.
    await expect.poll(() => startedOnRecord(graph.name)).toBe(2)
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

  it('count what somebody cancelled as ended, and not as what did not succeed', async () => {
    const loop = await publish(aGraph({ act: waits }))
    const began = [await runOf(await hook(loop, {})), await runOf(await hook(loop, {}))]
    for (const { run } of began)
      await post(`/api/runs/${run}/cancel`, { reason: 'Enough', compensate: false }, 202)
    for (const { run } of began) expect((await ended(run)).outcome).toBe('cancelled')
    const { loops } = KpiOverview.parse(await jsonOf(await asAdmin('/api/kpis')))
    const glance = loops.find((each) => each.loop === loop)
    const sum = (of: 'ended' | 'notSucceeded') =>
      glance?.points.reduce((total, point) => total + point[of], 0)
    expect([sum('ended'), sum('notSucceeded')]).toEqual([2, 0])
    expect(glance).toMatchObject({
      total: { ended: 2, judged: 0, succeeded: null, outcomes: { cancelled: 2 } },
      health: { reasons: [] },
    })
  })
})

/** A shard that nobody uses otherwise. */
async function withKpis<T>(look: (sql: Sql, begin: () => Kpis) => T): Promise<T> {
  const loop = await publish(aGraph())
  return runInDurableObject(shardObject(loop), (_, { storage }) => {
    const sql = new Sql(storage)
    return look(sql, () => new Kpis(sql, new EventLog(sql), new OpenRuns()))
  })
}

const aRun = (version: number) => ({ run: 'r', program: { number: version } }) as unknown as LiveRun

const aLog = (acceptedAt: number, endedAt: number) =>
  [
    { seq: 1, at: acceptedAt, type: 'run.accepted', data: {} },
    { seq: 2, at: endedAt, type: 'run.ended', data: { outcome: 'succeeded', reason: 'outcome', costUsd: 0 } },
  ] as unknown as RunEvent[]

function take(kpis: Kpis, live: LiveRun, log: RunEvent[]): void {
  for (const event of log) kpis.see(live.run, event)
  kpis.keep(live, true)
}

const startedIn = (cells: KpiCell[]) => cells.reduce((sum, { kpis }) => sum + (kpis.counts.started ?? 0), 0)

const startedOnRecord = (loop: string) =>
  runInDurableObject(shardObject(loop), (_, { storage }) => {
    const rows = new Sql(storage).all<{ kpis: string }>('SELECT kpis FROM kpis')
    return startedIn(
      rows.map(({ kpis }) => ({ at: 0, version: 1, kpis: JSON.parse(kpis) as KpiCell['kpis'] })),
    )
  })

describe('what a shard keeps of figures', () => {
  const now = 500_000 * kpiHourMs

  it('is a row for each hour and version that runs ended in, however many did', async () => {
    const { rows, known, started } = await withKpis((sql, begin) => {
      const kpis = begin()
      const before = sql.rowsWritten
      for (let at = 0; at < 300; at += 1) take(kpis, aRun(1), aLog(now, now + at))
      take(kpis, aRun(1), aLog(now - kpiHourMs, now))
      take(kpis, aRun(1), aLog(now - 2 * kpiKeptMs, now))
      const known = startedIn(kpis.between(0, now * 2))
      kpis.flush()
      // With the watermark, and none is added to what was on record already.
      return { rows: sql.rowsWritten - before, known, started: startedIn(begin().between(0, now * 2)) }
    })
    expect({ rows, known, started }).toEqual({ rows: 3, known: 301, started: 301 })
  })

  it('is no longer than 35 days, and no more than four thousand cells', async () => {
    const [old, many] = await withKpis((_, begin) => {
      const kpis = begin()
      const add = (version: number, at: number) => take(kpis, aRun(version), aLog(at, at))
      add(1, now)
      kpis.flush()
      add(1, now + kpiKeptMs + kpiHourMs)
      kpis.flush()
      const kept = kpis.between(0, now * 2)
      for (let version = 1; version <= 4100; version += 1) add(version, now + kpiKeptMs + 2 * kpiHourMs)
      kpis.flush()
      return [kept, kpis.between(0, now * 2)]
    })
    expect(old.map(({ at }) => at)).toEqual([now + kpiKeptMs + kpiHourMs])
    expect([many.length, many.at(-1)?.version]).toEqual([4000, 4100])
  })

  it('counts nothing of a turn that was made and could not be put on record', async () => {
    const started = await withKpis((_, begin) => {
      const kpis = begin()
      for (const event of aLog(now, now)) kpis.see('r', event)
      kpis.forgetRun('r')
      // The log has none of it.
      kpis.keep(aRun(1), true)
      return startedIn(kpis.between(now, now + 1))
    })
    expect(started).toBe(0)
  })

  it('is kept for the next time where it could not be put on record', async () => {
    const counted = await withKpis((sql, begin) => {
      const kpis = begin()
      take(kpis, aRun(1), aLog(now, now))
      sql.run('ALTER TABLE kpis RENAME TO kpis_away')
      expect(() => kpis.flush()).toThrow('no such table')
      sql.run('ALTER TABLE kpis_away RENAME TO kpis')
      kpis.flush()
      return startedIn(begin().between(now, now + 1))
    })
    expect(counted).toBe(1)
  })

  it('is every run once, also of those that ended just before its memory was lost', async () => {
    const loop = await publish(aGraph())
    const onRecord = () => startedOnRecord(loop)
    const run = async () => ended((await runOf(await hook(loop, {}))).run)
    const known = async () => (await kpisOf(loop)).total.ended
    await run()
    await run()
    await kill(loop)
    expect(await known()).toBe(2)
    await expect.poll(onRecord).toBe(2)
    await run()
    await kill(loop)
    expect(await known()).toBe(3)
    await expect.poll(onRecord).toBe(3)
    await kill(loop)
    expect(await known()).toBe(3)
  })

  it('is every run, also where another ends as the shard opens again', async () => {
    const limits = { ...defaultLimits, durationSeconds: 0.6 }
    const loop = await publish({ ...aGraph({ act: waits }), limits })
    const late = await runOf(await hook(loop, {}))
    const timeIsUp = Date.now() + limits.durationSeconds * 1000
    const { run } = await runOf(await hook(loop, {}))
    await post(`/api/runs/${run}/signals`, { name: 'paid' }, 202)
    await ended(run)
    await kill(loop)
    // Nobody asks before its time is up: its alarm opens the shard, or whoever asks then.
    await expect.poll(() => Date.now()).toBeGreaterThan(timeIsUp)
    expect((await ended(late.run)).reason).toBe('duration')
    expect((await kpisOf(loop)).total).toMatchObject({ ended: 2, outcomes: { succeeded: 1 } })
  })
})
