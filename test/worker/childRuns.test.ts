import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { RunDetail, RunList } from '../../shared/api/runs.ts'
import type { ProgramAction } from '../../shared/compile/program.ts'
import { defaultLimits } from '../../shared/graph/limits.ts'
import type { Json } from '../../shared/json.ts'
import type { Env } from '../../worker/env.ts'
import { shardOf } from '../../worker/objects/ports.ts'
import { ChildRuns } from '../../worker/objects/shard/ChildRuns.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { anAction, aProgram, aStep } from '../support/programs.ts'
import { kill, shardObject } from './support/crash.ts'
import { deploy, echoAction, freshName } from './support/deploy.ts'
import { asAdmin, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

/** An action that is a run of another loop. */
const calling = (loop: string, over: Partial<ProgramAction> = {}, input: Json = '{{ input }}') =>
  anAction({ call: { uses: 'loop', loop, input }, ...over })

const aParentOf = (loop: string, over: Partial<ProgramAction> = {}) =>
  deploy({
    actions: { act: calling(loop, over) },
    outcomes: {
      done: { title: 'Done', status: 'succeeded', body: '{{ steps.first.output }}' },
      undone: { title: 'Undone', status: 'rolled-back', body: null },
      human: { title: 'Human', status: 'bailed', body: null },
      safe: { title: 'Safe', status: 'bailed', body: null },
    },
  })

const aChild = (target: Target, over: Partial<ProgramAction> = {}) =>
  deploy({ actions: { act: echoAction(over, { host: target.host }) } })

const detailOf = async (run: string) => RunDetail.parse(await jsonOf(await asAdmin(`/api/runs/${run}`)))

async function runsOf(loop: string) {
  return (await shardOf(env, loop, 0).list({}, null, 200)).runs
}

/** The one child of a run, once it is known. */
async function childOf(run: string): Promise<string> {
  for (;;) {
    const [child] = (await detailOf(run)).children
    if (child) return child.run
    await scheduler.wait(5)
  }
}

async function failureOf(run: string) {
  const failed = (await eventsOf(run)).find((event) => event.type === 'step.failed')
  return failed?.type === 'step.failed' ? failed.data : null
}

describe('a step that is a run', () => {
  it('brings its outcome and its cost, within one trace, and each shows the other', async () => {
    const target = await aTarget()
    await target.answers([answersWith(200, { body: { paid: true } })])
    const child = await aChild(target, { costUsd: 0.25 })
    const parent = await aParentOf(child)
    const { run } = await runOf(await hook(parent, { order: 7 }))
    const detail = await ended(run)
    const [link] = detail.children
    expect(detail).toMatchObject({
      outcome: 'succeeded',
      costUsd: 0.25,
      body: { run: link?.run, outcome: 'succeeded', body: { echoed: { paid: true } } },
      parent: null,
    })
    expect(link).toEqual({ step: 'first', run: expect.stringContaining(`${child}.0.`) })
    const other = await detailOf(link?.run ?? '')
    expect(other).toMatchObject({ parent: { run, step: 'first' }, trace: detail.trace, input: { order: 7 } })
    expect(other.children).toEqual([])
    const list = RunList.parse({ runs: await runsOf(child), next: null })
    expect(list.runs).toMatchObject([{ run: link?.run, parent: { run, step: 'first' } }])
  })

  it('takes the end of a child that is over at once, and takes it once', async () => {
    const child = await deploy({ actions: { act: anAction({ call: { uses: 'transform', value: 42 } }) } })
    const strategy = {
      type: 'sequence' as const,
      steps: [aStep('first', { map: { over: 'input' } })],
    }
    const parent = await deploy({ actions: { act: calling(child, {}, { n: 1 }) }, strategy })
    const { run } = await runOf(await hook(parent, Array(40).fill(0)))
    expect((await ended(run)).outcome).toBe('succeeded')
    const types = (await eventsOf(run)).map(({ type }) => type)
    expect(types.filter((type) => type === 'step.late')).toEqual([])
    expect(types.filter((type) => type === 'step.succeeded')).toHaveLength(41)
    expect(await runsOf(child)).toHaveLength(40)
  })

  it('fails with what its run ended with', async () => {
    const target = await aTarget()
    await target.answers([answersWith(422)])
    const child = await aChild(target, { costUsd: 0.25 })
    const { run } = await runOf(await hook(await aParentOf(child), {}))
    await ended(run)
    const failed = await failureOf(run)
    expect(failed?.error).toMatchObject({ class: 'child', retryable: false })
    expect(failed?.error.message).toContain(await childOf(run))
    expect(failed?.error.message).toContain('rolled-back')
  })

  it('names the loop that there is not, or that was never published', async () => {
    const missing = await runOf(await hook(await aParentOf('no-such-loop'), {}))
    await ended(missing.run)
    const failed = await failureOf(missing.run)
    expect(failed?.error).toMatchObject({ class: 'configuration', retryable: false })
    expect(failed?.error.message).toContain('no-such-loop')
  })

  it('says what of the input the loop does not take', async () => {
    const child = await deploy({
      actions: { act: echoAction() },
      trigger: { ...aProgram().trigger, input: { type: 'object', required: ['order'] } },
    })
    const { run } = await runOf(await hook(await aParentOf(child), { other: 1 }))
    await ended(run)
    expect((await failureOf(run))?.error).toMatchObject({
      class: 'schema',
      message: expect.stringContaining('order'),
    })
  })

  it('is tried again when the loop’s queue is full', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const child = await deploy({
      actions: { act: echoAction({}, { host: target.host }) },
      limits: { ...defaultLimits, queue: 1 },
    })
    const other = await runOf(await hook(child, {}))
    await target.requests({ count: 1 })
    const retry = { maxAttempts: 5, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' as const }
    const { run } = await runOf(await hook(await aParentOf(child, { retry }), {}))
    const isRetried = async () => (await eventsOf(run)).some(({ type }) => type === 'step.retried')
    while (!(await isRetried())) await scheduler.wait(5)
    const retried = (await eventsOf(run)).find((event) => event.type === 'step.retried')
    expect(retried).toMatchObject({ data: { error: { status: 429, mayHaveHappened: false } } })
    await target.letGo()
    await ended(other.run)
    expect((await ended(run)).outcome).toBe('succeeded')
    expect(await runsOf(child)).toHaveLength(2)
  })

  it.for([
    { room: 'any number', admission: null },
    { room: 'one', admission: { concurrency: 1 } },
  ])('may be of the same loop, not more than eight deep, with room for $room', async ({ admission }) => {
    const name = freshName()
    const trigger = { ...aProgram().trigger, admission }
    await deploy({ name, trigger, actions: { act: calling(name) } })
    const { run } = await runOf(await hook(name, {}))
    await ended(run)
    const runs = await runsOf(name)
    expect(runs).toHaveLength(9)
    for (const each of runs) expect((await ended(each.run)).outcome).not.toBe('succeeded')
  })

  it('may be of a loop that a run above it is of, with room for one in each', async () => {
    const [name, other] = [freshName(), freshName()]
    const trigger = { ...aProgram().trigger, admission: { concurrency: 1 } }
    await deploy({ name, trigger, actions: { act: calling(other) } })
    await deploy({ name: other, trigger, actions: { act: calling(name) } })
    const { run } = await runOf(await hook(name, {}))
    await ended(run)
    expect([await runsOf(name), await runsOf(other)].map(({ length }) => length)).toEqual([5, 4])
  })
})

describe('the child runs of a shard', () => {
  it('are found by their effect, and never started once they were cancelled', async () => {
    const name = await deploy({ actions: { act: echoAction() } })
    const shard = shardOf(env, name, 0)
    const request = (effect: string) => {
      const run = 'nobody.0.00000000-0000-7000-8000-000000000001'
      const budget = { endsAt: Date.now() + 60_000, costUsd: 1, steps: 10 }
      return {
        input: {},
        trace: 'a'.repeat(32),
        parent: { run, effect: `${run}/1/${effect}`, depth: 1, budget },
      }
    }
    const first = await shard.startChild(request('first'))
    const again = await shard.startChild(request('first'))
    expect(first.ok && again.ok && again.value.run === first.value.run).toBe(true)
    expect(await shard.cancelChild(request('second').parent.effect, false)).toBeNull()
    expect(await shard.startChild(request('second'))).toMatchObject({
      ok: false,
      refusal: { code: 'conflict' },
    })
    expect(await runsOf(name)).toHaveLength(1)
  })

  it('are not told twice: an answer that comes after the notice is none', async () => {
    const parent = await aParentOf('nobody')
    const child = 'nobody.0.00000000-0000-7000-8000-000000000001'
    const end = { outcome: 'succeeded' as const, body: null, message: '', costUsd: 0, steps: 2, stands: true }
    const results = await runInDurableObject(shardObject(parent), async (_, { storage }) => {
      const given: unknown[] = []
      for (const isTold of [false, true]) {
        const shard = {
          startChild: () => {
            if (isTold) children.noteEnd('e', child)
            return Promise.resolve({ ok: true, value: { run: child, end } })
          },
        }
        const namespace = { idFromName: (name: string) => name, get: () => shard }
        const children = new ChildRuns(
          { ...env, RUN_SHARD: namespace as unknown as Env['RUN_SHARD'] },
          new Sql(storage),
          { isToForget: () => false, inherit: () => {} },
        )
        const budget = { endsAt: 0, costUsd: 0, steps: 0 }
        const of = { run: child, effect: 'e', depth: 1, budget }
        given.push(
          await children.start('e', {
            loop: 'nobody',
            attempt: 1,
            input: null,
            parent: of,
            trace: '',
            personal: null,
          }),
        )
      }
      return given
    })
    expect(results).toEqual([
      { ok: true, output: { run: child, outcome: 'succeeded', body: null }, costUsd: 0, steps: 2 },
      'answered-later',
    ])
  })
})

describe('a step that is a run, over crashes', () => {
  it('has one child and gets its end, whichever shard loses its memory when', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const child = await aChild(target)
    const parent = await aParentOf(child)
    const { run } = await runOf(await hook(parent, {}))
    await target.requests({ count: 1 })
    await kill(parent)
    const link = await childOf(run)
    await kill(child)
    // The child's step is sent again by its alarm.
    await target.requests({ count: 2 })
    await evictDurableObject(shardObject(parent))
    await target.letGo()
    expect((await ended(run)).outcome).toBe('succeeded')
    expect((await runsOf(child)).map((each) => each.run)).toEqual([link])
    const succeeded = (await eventsOf(run)).filter((event) => event.type === 'step.succeeded')
    expect(succeeded).toHaveLength(1)
  })

  it('is owed its child’s end until it has it', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const child = await aChild(target)
    const parent = await aParentOf(child)
    const { run } = await runOf(await hook(parent, {}))
    await target.requests({ count: 1 })
    const link = await childOf(run)
    // What an instance holds of its own can't be called from outside: the parent's shard fails whenever it is told.
    await runInDurableObject(shardObject(parent), (object) => {
      Object.assign(object, { childEnded: null })
    })
    await target.letGo()
    await ended(link)
    // Now only what is on the disk knows that the parent is to be told.
    await kill(child)
    expect((await detailOf(run)).status).not.toBe('ended')
    await runInDurableObject(shardObject(parent), (object) => {
      Reflect.deleteProperty(object, 'childEnded')
    })
    expect((await ended(run)).outcome).toBe('succeeded')
    const notices = await runInDurableObject(shardObject(child), (_, { storage }) =>
      storage.sql.exec('SELECT * FROM notices').toArray(),
    )
    expect(notices).toEqual([])
  })
})

describe('a child', () => {
  it.for([
    { compensate: true, undone: 1 },
    { compensate: false, undone: 0 },
  ])('is cancelled with its parent (undoing: $compensate)', async ({ compensate, undone }) => {
    const [done, slow, undo] = [await aTarget(), await aTarget(), await aTarget()]
    await slow.answers([{ type: 'hold' }])
    const child = await deploy({
      actions: {
        act: echoAction(
          { reversibility: 'compensable', undo: { action: 'undo', args: {} } },
          { host: done.host },
        ),
        slow: echoAction({ reversibility: 'pure' }, { host: slow.host }),
        undo: echoAction({ reversibility: 'pure' }, { host: undo.host, body: {} }),
      },
      strategy: {
        type: 'sequence',
        steps: [aStep('first'), aStep('second', { action: 'slow', after: ['first'] })],
      },
    })
    const { run } = await runOf(await hook(await aParentOf(child), {}))
    await slow.requests({ count: 1 })
    const link = await childOf(run)
    await asAdmin(`/api/runs/${run}/cancel`, { method: 'POST', json: { reason: 'A test', compensate } })
    if (compensate) {
      // A run that undoes waits for what is in flight.
      while (!(await eventsOf(link)).some(({ type }) => type === 'run.cancelled')) await scheduler.wait(5)
      await slow.letGo()
    }
    expect(await ended(link)).toMatchObject({ outcome: 'cancelled' })
    expect(await ended(run)).toMatchObject({ outcome: 'cancelled' })
    expect(await undo.requests({ count: undone })).toHaveLength(undone)
    const by = (await eventsOf(link)).find((event) => event.type === 'run.cancelled')
    expect(by).toMatchObject({ data: { by: run, compensate } })
  })
})

describe('a run that is stopped at once', () => {
  it('hangs up on the target that it was waiting for', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const { run } = await runOf(await hook(await aChild(target, { timeoutSeconds: 900 }), {}))
    await target.requests({ count: 1 })
    const json = { reason: 'A test', compensate: false }
    await asAdmin(`/api/runs/${run}/cancel`, { method: 'POST', json })
    expect(await target.requests({ abandoned: 1 })).toMatchObject([{ abandoned: true }])
  })
})
