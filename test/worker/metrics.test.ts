import { runInDurableObject } from 'cloudflare:test'
import parse from 'parse-prometheus-text-format'
import { describe, expect, it, vi } from 'vitest'
import { count } from '../../shared/metrics/meters.ts'
import { ShardMeters } from '../../worker/objects/shard/ShardMeters.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { asAdmin, call, ended, env, hook, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { answersWith, aTarget } from './support/target.ts'

/** What the workspace says of a loop: the values of its series, by the family and by the labels besides the loop. */
async function seriesOf(loop: string): Promise<Record<string, number>> {
  const response = await asAdmin('/metrics')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  // With its type, this parser joins the series of a histogram.
  const families = parse((await response.text()).replaceAll(/^# TYPE .* histogram$/gm, ''))
  return Object.fromEntries(
    families.flatMap(({ name, metrics }) =>
      metrics.flatMap(({ labels: { loop: of, ...labels } = {}, value }) =>
        of === loop ? [[[name, ...Object.values(labels)].join(' '), Number(value)]] : [],
      ),
    ),
  )
}

describe('the metrics of a workspace', () => {
  it('count runs, refusals, repeats and effects of each loop', async () => {
    const target = await aTarget()
    const loop = await publish(
      aGraph({
        trigger: { input: { type: 'object', required: ['n'] } },
        act: { call: { uses: 'http', host: target.host, method: 'POST', path: '/', body: {} } },
      }),
    )
    const { run } = await runOf(await hook(loop, { n: 1 }, { 'idempotency-key': 'a' }))
    await ended(run)
    await hook(loop, { n: 1 }, { 'idempotency-key': 'a' })
    await expectProblem(await hook(loop, {}), 'input-invalid')
    expect(await seriesOf(loop)).toMatchObject({
      pavane_run_accepted_total: 1,
      'pavane_run_ended_total succeeded': 1,
      pavane_run_duration_seconds_count: 1,
      pavane_run_iterations_total: 1,
      pavane_hook_repeated_total: 1,
      'pavane_hook_refused_total input-invalid': 1,
      'pavane_effect_ended_total action ok': 1,
      'pavane_effect_duration_seconds_count action': 1,
      pavane_runs_queued: 0,
      pavane_runs_running: 0,
      pavane_approvals_open: 0,
    })
  })

  it('tell of an effect that failed by the class of its error', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(418))
    const loop = await publish(
      aGraph({ act: { call: { uses: 'http', host: target.host, method: 'POST', path: '/', body: {} } } }),
    )
    await ended((await runOf(await hook(loop, {}))).run)
    expect(await seriesOf(loop)).toMatchObject({ 'pavane_effect_ended_total action http': 1 })
  })

  it('are for those who may read the workspace', async () => {
    await expectProblem(await call('/metrics'), 'unauthenticated')
  })

  it('are nothing of what a caller sent', async () => {
    const loop = await publish(aGraph({ trigger: { input: { type: 'object' } } }))
    await hook(loop, { mail: 'canary-4711@example.com' }, { 'idempotency-key': 'canary-4711' })
    await hook(loop, 'canary-4711', { 'idempotency-key': 'canary-4711' })
    expect(await seriesOf(loop)).toMatchObject({ pavane_run_accepted_total: 1 })
    expect(await (await asAdmin('/metrics')).text()).not.toContain('canary-4711')
  })
})

/** A shard’s storage, while time stands still. */
async function inShard<T>(look: (sql: Sql) => T): Promise<T> {
  const loop = await publish(aGraph())
  const shard = env.RUN_SHARD.get(env.RUN_SHARD.idFromName(`${loop}/0`))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  return runInDurableObject(shard, (_, { storage }) => look(new Sql(storage))).finally(() =>
    vi.useRealTimers(),
  )
}

describe('what a shard counted', () => {
  it('is written together after a while, in one row, and there again when the shard is', async () => {
    const [atOnce, later, kept] = await inShard((sql) => {
      const meters = new ShardMeters(sql)
      const before = sql.rowsWritten
      for (let times = 0; times < 100; times += 1) meters.add((all) => count(all, 'pavane.hook.repeated', {}))
      const soon = sql.rowsWritten - before
      vi.advanceTimersByTime(1000)
      return [soon, sql.rowsWritten - before, new ShardMeters(sql).counted()]
    })
    expect([atOnce, later]).toEqual([0, 1])
    expect(kept).toEqual({ counts: { 'pavane.hook.repeated': 100 }, histograms: {} })
  })

  it('is not written again before five seconds are over, however much comes', async () => {
    const rows = await inShard((sql) => {
      const meters = new ShardMeters(sql)
      const before = sql.rowsWritten
      for (let times = 0; times < 200; times += 1) {
        meters.add((all) => count(all, 'pavane.hook.repeated', {}))
        vi.advanceTimersByTime(100)
      }
      return sql.rowsWritten - before
    })
    // At 1, 6, 11 and 16 seconds of twenty.
    expect(rows).toBe(4)
  })

  it('is not written once the shard is removed', async () => {
    const rows = await inShard((sql) => {
      const meters = new ShardMeters(sql)
      meters.add((all) => count(all, 'pavane.hook.repeated', {}))
      meters.forget()
      const before = sql.rowsWritten
      vi.advanceTimersByTime(10_000)
      return sql.rowsWritten - before
    })
    expect(rows).toBe(0)
  })
})
