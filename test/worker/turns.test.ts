import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import { LoopKpis } from '../../shared/api/kpis.ts'
import { PlanPage } from '../../shared/api/plans.ts'
import { EventPage } from '../../shared/api/runs.ts'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import { EventLog } from '../../worker/objects/shard/EventLog.ts'
import { aProgram, aStep, stepsInAnyOrder } from '../support/programs.ts'
import { shardObject } from './support/crash.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'

const shard = (name: string) => env.RUN_SHARD.get(env.RUN_SHARD.idFromName(`${name}/0`))

/** A loop of that many steps, each of which only computes a value. */
const computing = (steps: number) =>
  deploy({
    actions: { act: echoAction({ call: { uses: 'transform', value: '{{ input.n + 1 }}' } }) },
    strategy: stepsInAnyOrder(...Array.from({ length: steps }, (_, n) => aStep(`step${n}`))),
    outcomes: { ...aProgram().outcomes, done: { title: 'Done', status: 'succeeded', body: null } },
    limits: { ...aProgram().limits, steps: 1000 },
  })

const seqsOf = (name: string) =>
  runInDurableObject(shard(name), (_, { storage }) =>
    storage.sql
      .exec<{ seq: number }>('SELECT id % (1 << 26) AS seq FROM turns ORDER BY id')
      .toArray()
      .map(({ seq }) => seq),
  )

describe('a run whose steps only compute', () => {
  it('is one turn: two rows, and no alarm', async () => {
    const name = await computing(3)
    const response = await hook(name, { n: 1 }, { prefer: 'wait=10' })
    expect(response.status).toBe(200)
    expect(response.headers.get('pavane-rows-written')).toBe('2')
    expect(await seqsOf(name)).toHaveLength(1)
    expect(await runInDurableObject(shard(name), (_, { storage }) => storage.getAlarm())).toBeNull()
  })

  it('lets others have their turns when it is long, and its log is whole', async () => {
    const name = await computing(1000)
    const { run } = await runOf(await hook(name, { n: 1 }))
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded', steps: 1000 })
    const seqs = await seqsOf(name)
    const lengths = seqs.map((seq, place) => seq - (seqs[place - 1] ?? 0))
    expect(lengths.length).toBeGreaterThan(1)
    expect(Math.max(...lengths)).toBeLessThan(2100)
    const pages = [0, 1000, 2000].map(async (after) => {
      const response = await asAdmin(`/api/runs/${run}/events?after=${after}&limit=1000`)
      return EventPage.parse(await jsonOf(response)).events
    })
    const events = (await Promise.all(pages)).flat()
    expect(events).toHaveLength(seqs.at(-1) ?? 0)
    expect(verifyChain(events)).toMatchObject({ ok: true })
    const places = new Map(
      events.map((event, place) => [`${event.type} ${'step' in event.data ? event.data.step : ''}`, place]),
    )
    for (let n = 0; n < 1000; n += 1)
      expect(places.get(`step.started step${n}`)).toBeLessThan(places.get(`step.succeeded step${n}`) ?? -1)
  })
})

describe('a turn that could not be put on record', () => {
  /** A loop that waits to be paid, twice. */
  const asksTwice = () => {
    const wait = { uses: 'wait', for: { type: 'event', event: 'paid', timeoutSeconds: 600 } } as const
    const graph = aGraph({ act: { call: wait, idempotency: 'native' } })
    const checks = [
      { type: 'rule' as const, id: 'second', expr: 'run.iteration == 2', onFail: 'replan' as const },
    ]
    const again = {
      id: 'again',
      from: { node: 'verify', port: 'replan' as const },
      to: { node: 'plan', port: 'in' as const },
    }
    const nodes = graph.nodes.map((node) => (node.kind === 'verifier' ? { ...node, checks } : node))
    return { ...graph, nodes, edges: [...graph.edges, again] }
  }

  /** The next turn of a shard is made, and then its log can't be written. */
  const failNext = (name: string) =>
    runInDurableObject(shardObject(name), () => {
      vi.spyOn(EventLog.prototype, 'append').mockImplementationOnce(() => {
        throw new Error('the disk is full')
      })
    })

  it('leaves nothing behind: neither in the figures nor in the plans that are reported', async () => {
    const name = await publish(asksTwice())
    await failNext(name)
    expect((await hook(name, {})).status).toBeGreaterThanOrEqual(500)
    const { run } = await runOf(await hook(name, {}))
    const pay = () => asAdmin(`/api/runs/${run}/signals`, { method: 'POST', json: { name: 'paid' } })
    await failNext(name)
    expect((await pay()).status).toBeGreaterThanOrEqual(500)
    for (let iteration = 1; iteration <= 2; iteration += 1) await jsonOf(await pay(), 202)
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded', iterations: 2 })
    const { total } = LoopKpis.parse(await jsonOf(await asAdmin(`/api/loops/${name}/kpis`)))
    expect(total).toMatchObject({
      started: 1,
      ended: 1,
      iterations: 2,
      plans: { asked: 2 },
      verdicts: { replan: 1, pass: 1 },
      planning: { count: 2 },
      verification: { count: 2 },
    })
    // One more is reported after them, in the order in which they came.
    const { run: last } = await runOf(await hook(name, {}))
    const plansOf = async () => PlanPage.parse(await jsonOf(await asAdmin(`/api/loops/${name}/plans`))).plans
    await expect.poll(async () => (await plansOf()).map((plan) => plan.run)).toEqual([last, run, run])
  })
})
