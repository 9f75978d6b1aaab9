import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { RunDetail } from '../../shared/api/runs.ts'
import type { ProgramBody } from '../../shared/compile/program.ts'
import { defaultLimits } from '../../shared/graph/limits.ts'
import type { Admission } from '../../shared/graph/nodes/trigger.ts'
import { shardName } from '../../worker/objects/placement.ts'
import { shardOf } from '../../worker/objects/ports.ts'
import { plainTrigger } from '../support/programs.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'
import { aTarget } from './support/target.ts'

const triggered = (admission: Admission): Pick<ProgramBody, 'trigger'> => ({
  trigger: { node: 'start', to: 'plan', ...plainTrigger, admission },
})

/** A loop whose one step only computes. */
const quick = (admission: Admission, over: Partial<ProgramBody> = {}) =>
  deploy({
    actions: { act: echoAction({ call: { uses: 'transform', value: { body: { body: 1 } } } }) },
    ...triggered(admission),
    ...over,
  })

/** A loop whose step takes as long as its target takes to answer. */
async function slow(admission: Admission, afterMs: number, over: Partial<ProgramBody> = {}) {
  const target = await aTarget()
  await target.answers([], { type: 'answer', status: 200, body: {}, afterMs })
  const actions = { act: echoAction({}, { host: target.host }) }
  return { target, name: await deploy({ actions, ...triggered(admission), ...over }) }
}

const shard = (loop: string) => env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(loop, 0)))

async function kill(loop: string): Promise<void> {
  const killed = runInDurableObject(shard(loop), (_, state) => state.abort('killed by a test'))
  await expect(killed).rejects.toThrow('killed by a test')
}

const cancel = (run: string) =>
  asAdmin(`/api/runs/${run}/cancel`, { method: 'POST', json: { reason: 'Enough', compensate: false } })

/** When a run began to do something: at once, or when it was admitted. */
async function beganAt(run: string): Promise<number> {
  const events = await eventsOf(run)
  const [accepted] = events
  if (accepted?.type !== 'run.accepted') throw new Error('A run begins with its acceptance')
  return (events.find(({ type }) => type === 'run.admitted') ?? accepted).at
}

/** Started in this order, each when the one before was answered. */
async function startMany(name: string, inputs: unknown[]): Promise<RunDetail[]> {
  const runs: RunDetail[] = []
  for (const input of inputs) runs.push(await runOf(await hook(name, input)))
  return runs
}

describe('a loop that takes so many runs at once', () => {
  it('queues the others, shows them, and starts each in its turn when one has ended', async () => {
    const { name, target } = await slow({ concurrency: 1 }, 500)
    const runs = await startMany(name, [1, 2, 3, 4])
    expect(runs.map(({ status }) => status)).toEqual(['running', 'queued', 'queued', 'queued'])
    const { runs: listed } = await shardOf(env, name, 0).list({ status: 'queued' }, null, 50)
    const [, ...queued] = runs.map(({ run }) => run)
    expect(listed.map(({ run }) => run)).toEqual(queued.toReversed())
    await ended(runs[0]?.run ?? '')
    expect((await shardOf(env, name, 0).list({ status: 'queued' }, null, 50)).runs.length).toBeLessThan(3)
    const spans: { from: number; to: number }[] = []
    for (const { run } of runs) {
      const { outcome, endedAt } = await ended(run)
      expect(outcome).toBe('succeeded')
      spans.push({ from: await beganAt(run), to: endedAt ?? 0 })
    }
    for (const [index, { from }] of spans.slice(1).entries())
      expect(from).toBeGreaterThanOrEqual(spans[index]?.to ?? Infinity)
    expect((await target.requests()).map(({ underWay }) => underWay)).toEqual([1, 1, 1, 1])
  })

  it('says with every answer how many wait', async () => {
    const { name } = await slow({ concurrency: 1 }, 500)
    const depths: (string | null)[] = []
    for (let n = 0; n < 3; n += 1) {
      const answer = await hook(name, n)
      depths.push(answer.headers.get('pavane-queue-depth'))
      await runOf(answer)
    }
    expect(depths).toEqual(['0', '1', '2'])
  })

  it('counts by key, and lets no key wait behind another', async () => {
    const { name } = await slow({ key: 'input.who', perKey: { concurrency: 1 } }, 1000)
    const [first, second, other] = await startMany(name, [{ who: 'a' }, { who: 'a' }, { who: 'b' }])
    expect([first, second, other].map((run) => run?.status)).toEqual(['running', 'queued', 'running'])
    const { endedAt } = await ended(first?.run ?? '')
    expect((await ended(second?.run ?? '')).outcome).toBe('succeeded')
    expect(await beganAt(second?.run ?? '')).toBeGreaterThanOrEqual(endedAt ?? Infinity)
    await expectProblem(await hook(name, { no: 'key' }), 'input-invalid')
  })

  it('gives the place of a run that is cancelled to the next, and drops one that is cancelled while it waits', async () => {
    const { name, target } = await slow({ concurrency: 1 }, 20_000)
    const [first, second, third] = (await startMany(name, [1, 2, 3])).map(({ run }) => run)
    await target.requests({ count: 1 })
    expect((await runOf(await cancel(second ?? ''))).outcome).toBe('cancelled')
    await runOf(await cancel(first ?? ''))
    expect((await ended(first ?? '')).outcome).toBe('cancelled')
    await target.requests({ count: 2 })
    expect((await eventsOf(second ?? '')).some(({ type }) => type === 'run.admitted')).toBe(false)
    await runOf(await cancel(third ?? ''))
  })

  it('goes on with its queue, in order, when its shard loses its memory', async () => {
    const { name, target } = await slow({ concurrency: 2 }, 60)
    const runs = (await startMany(name, [1, 2, 3, 4, 5, 6])).map(({ run }) => run)
    await target.requests({ count: 2 })
    await kill(name)
    const began: number[] = []
    for (const run of runs) {
      expect((await ended(run)).outcome).toBe('succeeded')
      began.push(await beganAt(run))
    }
    expect(began).toEqual(began.toSorted((a, b) => a - b))
    const spans = await Promise.all(
      runs.map(async (run) => ({ from: await beganAt(run), to: (await ended(run)).endedAt ?? 0 })),
    )
    for (const { from } of spans)
      expect(spans.filter((span) => span.from <= from && from < span.to).length).toBeLessThanOrEqual(2)
  })

  it('takes other limits from the next version, also for those that wait', async () => {
    const { name, target } = await slow({ concurrency: 1 }, 20_000)
    const runs = await startMany(name, [1, 2, 3])
    await target.requests({ count: 1 })
    const actions = { act: echoAction({}, { host: target.host }) }
    await deploy({ name, actions, ...triggered({ concurrency: 3 }), title: 'A later one' })
    expect(await target.requests({ count: 3 })).toHaveLength(3)
    for (const { run } of runs) await runOf(await cancel(run))
  })
})

describe('a loop that starts so many runs in a time', () => {
  /** No window holds more starts than the burst and what the rate brings. */
  function expectWithin(began: number[], count: number, ms: number) {
    for (const [from, first] of began.entries())
      for (let to = from; to < began.length; to += 1)
        expect(to - from + 1).toBeLessThanOrEqual(
          count + Math.floor(((began[to] ?? 0) - first) / (ms / count)),
        )
  }

  it('starts the rest as the rate allows, in order', async () => {
    const name = await quick({ rate: { count: 2, seconds: 0.4 } })
    const runs = await startMany(name, [1, 2, 3, 4, 5])
    const began: number[] = []
    for (const { run } of runs) {
      expect((await ended(run)).outcome).toBe('succeeded')
      began.push(await beganAt(run))
    }
    expect(began).toEqual(began.toSorted((a, b) => a - b))
    expectWithin(began, 2, 400)
  })

  it('keeps to it by key, and over a loss of memory', async () => {
    const name = await quick({ key: 'input', perKey: { rate: { count: 1, seconds: 1.5 } } })
    const [a1] = await startMany(name, ['a'])
    await kill(name)
    const [a2, b1] = await startMany(name, ['a', 'b'])
    expect([a1, a2, b1].map((run) => run?.status)).toEqual(['ended', 'queued', 'ended'])
    await kill(name)
    await ended(a2?.run ?? '')
    const [a3] = await startMany(name, ['a'])
    await kill(name)
    await ended(a3?.run ?? '')
    const began = await Promise.all([a1, a2, a3].map((run) => beganAt(run?.run ?? '')))
    expectWithin(began, 1, 1500)
  })

  it('wakes by its alarm for a run that may start much later', async () => {
    const name = await quick({ rate: { count: 1, seconds: 3600 } })
    const [, waits] = await startMany(name, [1, 2])
    const at = await runInDurableObject(shard(name), (_, { storage }) => storage.getAlarm())
    expect(at).toBeGreaterThan(Date.now() + 3_500_000)
    expect(at).toBeLessThanOrEqual(Date.now() + 3_600_000)
    await runDurableObjectAlarm(shard(name))
    expect(RunDetail.parse(await jsonOf(await asAdmin(`/api/runs/${waits?.run}`))).status).toBe('queued')
    await runOf(await cancel(waits?.run ?? ''))
  })

  it('refuses what its queue can’t hold, and says when to come again', async () => {
    const limits = { ...defaultLimits, queue: 2 }
    const name = await quick({ rate: { count: 1, seconds: 30 } }, { limits })
    const runs = await startMany(name, [1, 2, 3])
    const refused = await hook(name, 4)
    const after = Number(refused.headers.get('retry-after'))
    expect([refused.headers.get('pavane-queue-depth'), after > 20, after <= 30]).toEqual(['2', true, true])
    await expectProblem(refused, 'queue-full')
    for (const { run } of runs.slice(1)) await runOf(await cancel(run))
  })

  it('asks nobody to wait for more than an hour', async () => {
    const limits = { ...defaultLimits, queue: 1 }
    const name = await quick({ rate: { count: 1, seconds: 86_400 } }, { limits })
    const [, waits] = await startMany(name, [1, 2])
    const refused = await hook(name, 3)
    expect(refused.headers.get('retry-after')).toBe('3600')
    await expectProblem(refused, 'queue-full')
    await runOf(await cancel(waits?.run ?? ''))
  })
})
