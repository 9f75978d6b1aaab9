import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Callback, CallbackPage } from '../../shared/api/callbacks.ts'
import { LoopStatus } from '../../shared/api/loopStatus.ts'
import { callbackRetry } from '../../shared/callback/nextTry.ts'
import type { RunShard } from '../../worker/objects/RunShard.ts'
import {
  ask,
  callbacksOf,
  callbackWhen,
  day,
  deadOf,
  hasTried,
  isIn,
  ringAt,
  signingKey,
  telling,
  tellingTo,
} from './support/callbacks.ts'
import { shardObject } from './support/crash.ts'
import { asAdmin, call, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { aSecret } from './support/secret.ts'
import { answersWith, aTarget } from './support/target.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a callback that nobody takes', () => {
  it('is dead after three days, and is listed until it is sent again', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(500))
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 7 }))
    const first = await callbackWhen(run, hasTried(1))
    expect((await deadOf(loop)).callbacks).toEqual([])
    const end = (first.since ?? 0) + callbackRetry.totalMs
    const before = await ringAt(loop, run, end - 1000, 2)
    expect(before).toMatchObject({ status: 'waiting', nextAt: end })
    const dead = await ringAt(loop, run, end, 3)
    expect(dead).toMatchObject({ status: 'dead', nextAt: null })
    expect(await deadOf(loop)).toMatchObject({ callbacks: [{ run, callback: dead.callback }], dead: 1 })
    const { shards } = LoopStatus.parse(await jsonOf(await asAdmin(`/api/loops/${loop}/status`)))
    expect(shards).toMatchObject([{ callbacks: { waiting: 0, dead: 1 } }])
    await target.answers([])
    expect(await jsonOf(await ask(dead, 'redeliver', 'They are back.'), 202)).toMatchObject({
      status: 'waiting',
    })
    const again = await callbackWhen(run, isIn('delivered'))
    expect(again.attempts).toHaveLength(4)
    expect(await deadOf(loop)).toMatchObject({ callbacks: [], dead: 0 })
    const { changes } = (await jsonOf(await asAdmin('/api/changes?limit=50'))) as { changes: object[] }
    expect(changes).toContainEqual(
      expect.objectContaining({
        what: 'callback.redelivered',
        subject: run,
        by: 'admin',
        detail: `to ${target.host}/ended`,
        reason: 'They are back.',
      }),
    )
  })

  it('has three days anew once it is sent again', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(500))
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 7 }))
    const first = await callbackWhen(run, hasTried(1))
    const end = (first.since ?? 0) + callbackRetry.totalMs
    const dead = await ringAt(loop, run, end, 2)
    const now = vi.spyOn(Date, 'now').mockReturnValue(end + day)
    await jsonOf(await ask(dead, 'redeliver'), 202)
    const again = await callbackWhen(run, hasTried(3))
    now.mockRestore()
    expect(again).toMatchObject({ status: 'waiting', since: end + day, tries: 1 })
  })

  it('is over when it is discarded, also before the three days are', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(500))
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 7 }))
    const waiting = await callbackWhen(run, hasTried(1))
    await jsonOf(await ask(waiting, 'discard'))
    expect(await callbacksOf(run)).toMatchObject([{ status: 'discarded', nextAt: null }])
    await runDurableObjectAlarm(shardObject(loop))
    expect(await target.requests()).toHaveLength(1)
    await expectProblem(await ask(waiting, 'discard'), 'conflict')
  })

  it('can’t be discarded while it is on its way, for the receiver may take it', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 7 }))
    await target.requests({ count: 1 })
    const [out] = await callbacksOf(run)
    if (!out) throw new Error('Nothing is owed')
    await expectProblem(await ask(out, 'discard'), 'conflict')
    await target.letGo()
    expect(await callbackWhen(run, isIn('delivered'))).toMatchObject({ attempts: [{ status: 200 }] })
  })

  it('stops at once at a receiver that is gone, and for the runs to come, until one is sent again and taken', async () => {
    const target = await aTarget()
    await target.answers([answersWith(410)])
    const loop = await tellingTo(target)
    const first = await runOf(await hook(loop, { order: 1 }))
    const dead = await callbackWhen(first.run, isIn('dead'))
    expect(dead.attempts).toMatchObject([{ status: 410 }])
    const second = await runOf(await hook(loop, { order: 2 }))
    const kept = await callbackWhen(second.run, isIn('dead'))
    expect(kept.attempts).toMatchObject([{ status: null, error: expect.stringContaining('410') }])
    expect(await target.requests()).toHaveLength(1)
    await jsonOf(await ask(kept, 'redeliver'), 202)
    await callbackWhen(second.run, isIn('delivered'))
    const third = await runOf(await hook(loop, { order: 3 }))
    await callbackWhen(third.run, isIn('delivered'))
    expect(await target.requests()).toHaveLength(3)
  })

  it('is not sent any more either where it waited for its next try when the receiver was gone', async () => {
    const target = await aTarget()
    await target.answers([answersWith(503, {}, { 'retry-after': '7200' }), answersWith(410)])
    const loop = await tellingTo(target)
    const first = await runOf(await hook(loop, { order: 1 }))
    const { nextAt } = await callbackWhen(first.run, hasTried(1))
    const second = await runOf(await hook(loop, { order: 2 }))
    await callbackWhen(second.run, isIn('dead'))
    const dead = await ringAt(loop, first.run, nextAt ?? 0, 2)
    expect(dead).toMatchObject({
      status: 'dead',
      attempts: [{ status: 503 }, { status: null, error: expect.stringContaining('410') }],
    })
    expect(await target.requests()).toHaveLength(2)
  })

  it('is listed over all loops, page by page, newest first', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(410))
    const loop = await tellingTo(target)
    const runs: string[] = []
    for (const order of [1, 2, 3]) runs.push((await runOf(await hook(loop, { order }))).run)
    for (const run of runs) await callbackWhen(run, isIn('dead'))
    const page = CallbackPage.parse(await jsonOf(await asAdmin(`/api/callbacks?loop=${loop}&limit=2`)))
    expect(page.callbacks.map(({ run }) => run)).toEqual([runs[2], runs[1]])
    const rest = await asAdmin(`/api/callbacks?loop=${loop}&limit=2&cursor=${page.next ?? ''}`)
    expect(CallbackPage.parse(await jsonOf(rest)).callbacks.map(({ run }) => run)).toEqual([runs[0]])
    const every = CallbackPage.parse(await jsonOf(await asAdmin('/api/callbacks?limit=200')))
    expect(every.callbacks.map(({ run }) => run)).toEqual(expect.arrayContaining(runs))
    await expectProblem(await asAdmin('/api/callbacks?cursor=x'), 'invalid-request')
  })

  it('is not shown to a stranger, nor sent again by one who may only read', async () => {
    const target = await aTarget()
    await target.answers([answersWith(410)])
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 1 }))
    const dead = await callbackWhen(run, isIn('dead'))
    await expectProblem(await call(`/api/runs/${run}/callbacks`), 'unauthenticated')
    await expectProblem(await call('/api/callbacks'), 'unauthenticated')
    const other = { ...dead, callback: dead.callback.replace(/\d$/, '9') }
    await expectProblem(await ask(other, 'redeliver'), 'not-found')
    await expectProblem(await ask(dead, 'discard', '  '), 'invalid-request')
  })
})

describe('a loop whose callbacks are still to be delivered', () => {
  it('is not removed, until they are taken or discarded', async () => {
    const target = await aTarget()
    await target.answers([answersWith(503, {}, { 'retry-after': '7200' })])
    const secret = await aSecret(signingKey)
    const callbacks = { secret, to: [{ host: target.host, path: '/ended' }] }
    const loop = await publish(aGraph({ trigger: { callbacks } }))
    const { run } = await runOf(await hook(loop, {}))
    const waiting = await callbackWhen(run, hasTried(1))
    const remove = () => asAdmin(`/api/loops/${loop}`, { method: 'DELETE' })
    expect((await expectProblem(await remove(), 'conflict')).detail).toContain('callbacks')
    await jsonOf(await ask(waiting, 'discard'))
    expect((await remove()).status).toBe(204)
  })
})

describe('the callbacks of a run that is not kept any longer', () => {
  it('go with it, but for those that are still to be sent, which keep it', async () => {
    const target = await aTarget()
    const secret = await aSecret(signingKey)
    const callbacks = { secret, to: [{ host: target.host, path: '/ended' }] }
    const loop = await telling(callbacks, { keep: { days: 1 } })
    const told = async (status: number, holds: (callback: Callback) => boolean) => {
      await target.answers([answersWith(status)])
      const { run } = await runOf(await hook(loop, { order: 7 }))
      await callbackWhen(run, holds)
      return run
    }
    const [taken, owed] = [await told(200, isIn('delivered')), await told(500, hasTried(1))]
    const gone = await told(410, isIn('dead'))
    await runInDurableObject(shardObject(loop), async (shard: RunShard, { storage: { sql } }) => {
      sql.exec('UPDATE runs SET ended_at = ended_at - ?', 2 * day)
      await shard.alarm()
    })
    for (const run of [taken, gone])
      await expect.poll(async () => (await asAdmin(`/api/runs/${run}`)).status).toBe(404)
    expect((await asAdmin(`/api/runs/${owed}`)).status).toBe(200)
    expect((await deadOf(loop)).callbacks).toEqual([])
    const left = await runInDurableObject(shardObject(loop), (_, { storage: { sql } }) => [
      ...sql.exec('SELECT run, status FROM callbacks'),
    ])
    expect(left).toEqual([{ run: owed, status: 'waiting' }])
  })
})
