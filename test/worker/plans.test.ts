import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import { PlanPage, type RegisteredPlan } from '../../shared/api/plans.ts'
import { digest } from '../../shared/audit/digest.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { shardName } from '../../worker/objects/placement.ts'
import { loopOf } from '../../worker/objects/ports.ts'
import { EventLog } from '../../worker/objects/shard/EventLog.ts'
import type { LiveRun } from '../../worker/objects/shard/LiveRuns.ts'
import { OpenRuns } from '../../worker/objects/shard/OpenRuns.ts'
import { PlanReports } from '../../worker/objects/shard/PlanReports.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { shardObject } from './support/crash.ts'
import { asAdmin, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

const pageOf = async (loop: string, query = '') =>
  PlanPage.parse(await jsonOf(await asAdmin(`/api/loops/${loop}/plans${query}`)))

/** The loop's plans, once there are so many: shards report them a little later. */
async function plansOf(loop: string, count: number): Promise<RegisteredPlan[]> {
  for (;;) {
    const { plans } = await pageOf(loop, '?limit=200')
    if (plans.length >= count) return plans
    await scheduler.wait(20)
  }
}

const quick = () => publish(aGraph({ act: { call: { uses: 'transform', value: 1 } } }))

async function kill(loop: string): Promise<void> {
  const shard = env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(loop, 0)))
  const killed = runInDurableObject(shard, (_, state) => state.abort('killed by a test'))
  await expect(killed).rejects.toThrow('killed by a test')
}

/** Whether the shard has on record up to where it reported. */
const isNoted = (loop: string) =>
  runInDurableObject(
    shardObject(loop),
    (_, { storage }) =>
      storage.sql.exec(`SELECT 1 FROM facts WHERE name = 'plans-reported'`).toArray().length > 0,
  )

const rowsOf = (loop: string) =>
  runInDurableObject(env.LOOP.get(env.LOOP.idFromName(loop)), (_, { storage }) =>
    storage.sql.exec<{ count: number }>('SELECT count FROM plans ORDER BY id').toArray(),
  )

/** A loop with a plan that a run really had, to make others of. */
async function withPlan() {
  const name = await quick()
  const { run } = await runOf(await hook(name, {}))
  const [plan] = await plansOf(name, 1)
  if (!plan) throw new Error('There is a plan')
  const note = (plans: Partial<RegisteredPlan>[], mayRepeat = false) =>
    loopOf(env, name).notePlans({
      plans: JSON.stringify(plans.map((over) => ({ ...plan, ...over }))),
      count: plans.length,
      since: plan.at,
      mayRepeat,
    })
  return { name, run, plan, note }
}

describe('the plans of a loop', () => {
  it('say what was proposed, by which planner, from what, and against which plan before', async () => {
    const graph = aGraph({ act: { call: { uses: 'transform', value: 1 } } })
    const nodes = graph.nodes.map((node) =>
      node.kind === 'verifier'
        ? {
            ...node,
            checks: [
              { type: 'rule' as const, id: 'third', expr: 'run.iteration == 3', onFail: 'replan' as const },
            ],
          }
        : node,
    )
    const replan = {
      id: 'again',
      from: { node: 'verify', port: 'replan' as const },
      to: { node: 'plan', port: 'in' as const },
    }
    const name = await publish({ ...graph, nodes, edges: [...graph.edges, replan] })
    const { run } = await runOf(await hook(name, {}))
    expect((await ended(run)).iterations).toBe(3)
    const events = await eventsOf(run)
    const proposed = events.flatMap((event) =>
      event.type === 'plan.proposed' ? [{ at: event.at, plan: event.data.plan }] : [],
    )
    const plans = await plansOf(name, 3)
    const same = { added: [], removed: [], changed: [], same: ['first'] }
    expect(plans.toReversed()).toEqual(
      proposed.map(({ at, plan: { version, parent, digest, provenance } }) => {
        return { run, at, version, parent, digest, provenance, steps: 1, diff: parent === null ? null : same }
      }),
    )
    expect(plans.map(({ version }) => version)).toEqual([3, 2, 1])
  })

  it('come newest first, in pages, narrowed to a planner, a run or a digest', async () => {
    const { name, run, plan, note } = await withPlan()
    const other = digest('another plan')
    const provenance = { ...plan.provenance, planner: 'other' }
    await note([{ version: 2 }, { version: 3, digest: other }, { version: 4 }])
    await note([{ version: 5, provenance }])
    await note([{ version: 6, provenance }, { version: 7 }])
    const versions: number[] = []
    for (let query = '?limit=2'; ; ) {
      const { plans, next } = await pageOf(name, query)
      versions.push(...plans.map(({ version }) => version))
      if (next === null) break
      query = `?limit=2&cursor=${next}`
    }
    expect(versions).toEqual([7, 6, 5, 4, 3, 2, 1])
    const versionsOf = async (query: string) =>
      (await pageOf(name, query)).plans.map(({ version }) => version)
    expect(await versionsOf('?planner=other')).toEqual([6, 5])
    expect(await versionsOf(`?digest=${other}`)).toEqual([3])
    expect(await versionsOf(`?run=${run}&planner=plan`)).toEqual([7, 4, 3, 2, 1])
    expect(await versionsOf(`?run=${run.replace(/.{4}$/, '0000')}`)).toEqual([])
    const { next } = await pageOf(name, '?planner=other&limit=1')
    expect(await pageOf(name, `?planner=other&limit=1&cursor=${next}`)).toMatchObject({
      plans: [{ version: 5 }],
      next: null,
    })
    await expectProblem(await asAdmin(`/api/loops/${name}/plans?cursor=x`), 'invalid-request')
    await expectProblem(await asAdmin('/api/loops/no-such-loop/plans'), 'loop-not-found')
  })

  it('stand there once, however often a shard reports them', async () => {
    const { name, note } = await withPlan()
    const batch = [{ version: 2 }, { version: 3 }]
    await note(batch)
    await note([{ version: 1 }, ...batch, { version: 4 }, { version: 4 }], true)
    await note(batch, true)
    expect((await pageOf(name)).plans.map(({ version }) => version)).toEqual([4, 3, 2, 1])
  })

  it('are the newest ten thousand, one row a batch', async () => {
    const { name, note } = await withPlan()
    for (let batch = 0; batch < 51; batch += 1)
      await note(Array.from({ length: 200 }, (_, n) => ({ version: 2 + batch * 200 + n })))
    const rows = await rowsOf(name)
    expect(rows).toEqual(Array.from({ length: 50 }, () => ({ count: 200 })))
    expect((await pageOf(name, '?limit=1')).plans[0]?.version).toBe(1 + 51 * 200)
    // How many there are is told from the rows by a loop that lost its memory.
    await evictDurableObject(env.LOOP.get(env.LOOP.idFromName(name)))
    await note(Array.from({ length: 200 }, (_, n) => ({ version: 2 + 51 * 200 + n })))
    expect(await rowsOf(name)).toHaveLength(50)
    expect((await pageOf(name, '?limit=1')).plans[0]?.version).toBe(1 + 52 * 200)
  })

  it('are told against the one before, also where that was proposed in another turn and is no more in the state', async () => {
    const { name, run, plan } = await withPlan()
    const [first] = (await eventsOf(run)).filter((event) => event.type === 'plan.proposed')
    if (!first) throw new Error('There is a plan')
    const proposed = (version: number): RunEvent => ({
      ...first,
      data: { ...first.data, plan: { ...first.data.plan, version, parent: version - 1 } },
    })
    await runInDurableObject(shardObject(name), async (_, { storage }) => {
      const sql = new Sql(storage)
      const deps = { env, sql, log: new EventLog(sql), live: {}, open: new OpenRuns(), loop: name }
      const reports = new PlanReports(deps as unknown as ConstructorParameters<typeof PlanReports>[0])
      const live = { run, state: { status: 'active', iteration: { plan: null } } } as unknown as LiveRun
      const turn = (version: number, { kept = true, hasEnded = false } = {}) => {
        const plans = reports.ofTurn(live)
        plans.see(proposed(version))
        if (kept) plans.keep(hasEnded)
      }
      turn(2)
      turn(3)
      turn(9, { kept: false })
      reports.ofTurn(live).keep(false)
      turn(4, { hasEnded: true })
      // Of a run that has ended nothing is kept.
      turn(5)
    })
    const plans = (await plansOf(name, 5)).filter(({ version }) => version > 1)
    expect(plans.map(({ version, diff }) => [version, diff !== null])).toEqual([
      [5, false],
      [4, true],
      [3, true],
      [2, false],
    ])
    expect(plans[0]?.digest).toBe(plan.digest)
  })

  it('are looked for from the last one on that was reported, however long the log before it is', async () => {
    const { name, run, plan } = await withPlan()
    const events = await eventsOf(run)
    const first = events.find((event) => event.type === 'plan.proposed')
    if (!first) throw new Error('There is a plan')
    await expect.poll(() => isNoted(name)).toBe(true)
    await kill(name)
    const read = await runInDurableObject(shardObject(name), (_, { storage }) => {
      const sql = new Sql(storage)
      const log = new EventLog(sql)
      const later = { ...first, seq: events.length + 1 }
      const next = { ...later, data: { ...first.data, plan: { ...first.data.plan, version: 2, parent: 1 } } }
      log.append(run, [next], [JSON.stringify({ ...next, hash: undefined })])
      const asked = vi.spyOn(log, 'read')
      const deps = { env, sql, log, live: { peek: () => undefined }, open: new OpenRuns(), loop: name }
      new PlanReports(deps as unknown as ConstructorParameters<typeof PlanReports>[0]).resume()
      return asked.mock.calls.map(([of, after]) => [of, after])
    })
    expect(read).toEqual([[run, first.seq - 1]])
    const plans = await plansOf(name, 2)
    expect(plans.map(({ version, diff }) => [version, diff !== null])).toEqual([
      [2, true],
      [1, false],
    ])
    expect(plans[1]?.at).toBe(plan.at)
  })

  it('are reported together', async () => {
    const name = await quick()
    await Promise.all(Array.from({ length: 40 }, async (_, n) => runOf(await hook(name, n))))
    expect(await plansOf(name, 40)).toHaveLength(40)
    expect((await rowsOf(name)).length).toBeLessThan(10)
  })

  it('are found again by a shard that lost its memory before it reported them, and not twice after', async () => {
    const name = await quick()
    const runs: string[] = []
    for (let n = 0; n < 3; n += 1) {
      runs.push((await runOf(await hook(name, n))).run)
      await kill(name)
    }
    await jsonOf(await asAdmin(`/api/runs/${runs[0]}`))
    const plans = await plansOf(name, 3)
    expect(new Set(plans.map(({ run }) => run))).toEqual(new Set(runs))
    await kill(name)
    const { run } = await runOf(await hook(name, 4))
    expect(new Set((await plansOf(name, 4)).map((plan) => plan.run))).toEqual(new Set([...runs, run]))
    expect(await plansOf(name, 4)).toHaveLength(4)
  })
})
