import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Callback, CallbackList, CallbackPage } from '../../shared/api/callbacks.ts'
import { LoopStatus } from '../../shared/api/loopStatus.ts'
import { callbackRetry } from '../../shared/callback/nextTry.ts'
import { RunEndedEvent } from '../../shared/callback/runEnded.ts'
import type { ProgramTrigger } from '../../shared/compile/program.ts'
import type { Callbacks } from '../../shared/graph/callback.ts'
import { workspaceOf } from '../../worker/objects/ports.ts'
import { anAction, plainTrigger } from '../support/programs.ts'
import { kill, shardObject } from './support/crash.ts'
import { deploy } from './support/deploy.ts'
import { asAdmin, call, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'
import { aSecret } from './support/secret.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const signingKey = `whsec_${btoa('a key of thirty-two bytes, or so')}`
const day = 24 * 3_600_000

/** A loop that computes its answer and tells its callbacks. */
async function telling(callbacks: Callbacks, over: Partial<ProgramTrigger> = {}): Promise<string> {
  const loop = await deploy({
    actions: { act: anAction({ call: { uses: 'transform', value: { paid: '{{ input.order }}' } } }) },
    outcomes: {
      done: { title: 'Done', status: 'succeeded', body: '{{ steps.first.output }}' },
      undone: { title: 'Undone', status: 'rolled-back', body: null },
      human: { title: 'Human', status: 'bailed', body: null },
      safe: { title: 'Safe', status: 'bailed', body: null },
    },
    trigger: { node: 'start', to: 'plan', ...plainTrigger, callbacks, ...over },
  })
  await workspaceOf(env).addLoop(loop, 'test')
  return loop
}

async function tellingTo(target: Target, over: Partial<Callbacks['to'][number]> = {}) {
  const secret = await aSecret(signingKey)
  return telling({ secret, to: [{ host: target.host, path: '/ended', ...over }] })
}

const callbacksOf = async (run: string) =>
  CallbackList.parse(await jsonOf(await asAdmin(`/api/runs/${run}/callbacks`))).callbacks

const deadOf = async (loop: string) =>
  CallbackPage.parse(await jsonOf(await asAdmin(`/api/callbacks?loop=${loop}`)))

/** The one callback of a run, once that holds of it. */
async function callbackWhen(run: string, holds: (callback: Callback) => boolean): Promise<Callback> {
  for (;;) {
    const [found] = await callbacksOf(run)
    if (found && holds(found)) return found
    await scheduler.wait(5)
  }
}

const isIn = (status: Callback['status']) => (callback: Callback) => callback.status === status
const hasTried = (times: number) => (callback: Callback) => callback.attempts.length === times

/** Lets the shard's alarm ring at that time, and waits until what it sends is recorded. */
async function ringAt(loop: string, run: string, time: number, tries: number): Promise<Callback> {
  const now = vi.spyOn(Date, 'now').mockReturnValue(time)
  await runDurableObjectAlarm(shardObject(loop))
  const found = await callbackWhen(run, hasTried(tries))
  now.mockRestore()
  return found
}

const ask = (callback: Callback, what: 'redeliver' | 'discard', reason = 'It is repaired.') =>
  asAdmin(`/api/runs/${callback.run}/callbacks/${callback.callback}/${what}`, {
    method: 'POST',
    json: { reason },
  })

describe('a callback', () => {
  it('is not signed with a secret that is kept for other hosts, and nothing is sent', async () => {
    const [target, other] = [await aTarget(), await aTarget()]
    const secret = await aSecret(signingKey)
    const loop = await telling({ secret, to: [{ host: target.host, path: '/ended' }] })
    await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { hosts: [other.host] } }))
    const { run } = await runOf(await hook(loop, { order: 7 }))
    const failed = await callbackWhen(run, hasTried(1))
    expect(failed.attempts[0]).toMatchObject({
      status: null,
      error: `The secret “${secret}” may not go to ${target.host}: it is kept for ${other.host}.`,
    })
    expect(await target.requests()).toEqual([])
    await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { hosts: [target.host] } }))
    await jsonOf(await ask((await callbacksOf(run))[0] ?? failed, 'discard'))
    await jsonOf(await ask(failed, 'redeliver'), 202)
    await target.requests({ count: 1 })
  })

  it('keeps no personal value of its run in what it says of an attempt', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(500))
    const secret = await aSecret(signingKey)
    const loop = await telling(
      { secret, to: [{ host: target.host, path: '/ended' }] },
      { personal: { detect: ['names'] } },
    )
    const { run } = await runOf(await hook(loop, { order: 7, lastName: target.host }))
    const failed = await callbackWhen(run, hasTried(1))
    expect(failed.attempts[0]?.error).toMatch(/^\[personal:\S+\] answered 500\.$/)
  })

  it('tells how the run ended, signed, once it is on record', async () => {
    const target = await aTarget()
    const loop = await tellingTo(target)
    const { run, trace } = await runOf(await hook(loop, { order: 7 }))
    const [got] = await target.requests({ count: 1 })
    if (!got) throw new Error('Nothing was sent')
    expect(got).toMatchObject({ method: 'POST', path: '/ended' })
    expect(got.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')
    expect(got.headers.traceparent).toContain(trace)
    const event = RunEndedEvent.parse(new Webhook(signingKey).verify(got.body, got.headers))
    const detail = await ended(run)
    expect(event).toMatchObject({
      source: `/loops/${loop}`,
      subject: run,
      id: got.headers['webhook-id'],
      time: new Date(detail.endedAt ?? 0).toISOString(),
      data: { run, loop, outcome: 'succeeded', trace, version: detail.version, body: { paid: 7 } },
    })
    expect(event.id).not.toContain('.')
    expect(() => new Webhook(signingKey).verify(got.body.replace('7', '8'), got.headers)).toThrow(
      'No matching signature found',
    )
    const callback = await callbackWhen(run, isIn('delivered'))
    expect(callback).toMatchObject({
      callback: event.id,
      outcome: 'succeeded',
      target: { type: 'host', host: target.host, path: '/ended' },
      nextAt: null,
      attempts: [{ status: 200, error: null }],
    })
    expect(callback.target).not.toHaveProperty('secret')
  })

  it('is kept from those whose outcomes it is not', async () => {
    const target = await aTarget()
    const secret = await aSecret(signingKey)
    const to = [
      { host: target.host, path: '/bad', outcomes: ['failed', 'bailed'] as const },
      { host: target.host, path: '/good', outcomes: ['succeeded'] as const },
    ].map((each) => ({ ...each, outcomes: [...each.outcomes] }))
    const loop = await telling({ secret, to })
    const { run } = await runOf(await hook(loop, { order: 7 }))
    await callbackWhen(run, isIn('delivered'))
    expect((await target.requests()).map(({ path }) => path)).toEqual(['/good'])
    expect(await callbacksOf(run)).toHaveLength(1)
  })

  it('is sent again with the same id and body until it is taken, each attempt on record', async () => {
    const target = await aTarget()
    await target.answers([answersWith(500), { type: 'drop' }, answersWith(302)])
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 7 }))
    let callback = await callbackWhen(run, hasTried(1))
    for (const tries of [2, 3, 4]) {
      const { status, nextAt } = callback
      expect(status).toBe('waiting')
      callback = await ringAt(loop, run, nextAt ?? 0, tries)
    }
    expect(callback).toMatchObject({ status: 'delivered', nextAt: null })
    expect(callback.attempts.map(({ status }) => status)).toEqual([500, null, 302, 200])
    expect(callback.attempts[0]?.error).toBe(`${target.host} answered 500.`)
    const sent = await target.requests({ count: 4 })
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1)
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    for (const { body, headers } of sent) new Webhook(signingKey).verify(body, headers)
  })

  it('waits as long as the receiver asks for', async () => {
    const target = await aTarget()
    await target.answers([answersWith(503, {}, { 'retry-after': '7200' })])
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 7 }))
    const { attempts, nextAt } = await callbackWhen(run, hasTried(1))
    const [{ at, ms }] = attempts as [Callback['attempts'][number]]
    expect((nextAt ?? 0) - (at + ms)).toBe(7_200_000)
  })

  it('outlives a crash between the end of the run and the receiver’s answer', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 7 }))
    await target.requests({ count: 1 })
    await kill(loop)
    await target.letGo()
    const callback = await callbackWhen(run, isIn('delivered'))
    expect(callback.attempts).toHaveLength(1)
    const sent = await target.requests({ count: 2 })
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('keeps the alarm set while it is to be tried, should the memory be lost', async () => {
    const target = await aTarget()
    await target.answers([answersWith(503, {}, { 'retry-after': '3600' })])
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 7 }))
    const { nextAt } = await callbackWhen(run, hasTried(1))
    await runDurableObjectAlarm(shardObject(loop))
    const alarm = await runInDurableObject(shardObject(loop), (_, { storage }) => storage.getAlarm())
    expect(alarm).toBe(nextAt)
    await kill(loop)
    await ringAt(loop, run, nextAt ?? 0, 2)
    expect(await callbacksOf(run)).toMatchObject([{ status: 'delivered' }])
  })

  it('is signed with both values while the secret is being replaced', async () => {
    const target = await aTarget()
    const other = `whsec_${btoa('another key of thirty-two bytes.')}`
    const secret = await aSecret(signingKey)
    const replaced = { value: other, keepPreviousSeconds: 3600 }
    await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: replaced }))
    const loop = await telling({ secret, to: [{ host: target.host, path: '/ended' }] })
    const { run } = await runOf(await hook(loop, { order: 7 }))
    await callbackWhen(run, isIn('delivered'))
    const [got] = await target.requests({ count: 1 })
    if (!got) throw new Error('Nothing was sent')
    new Webhook(signingKey).verify(got.body, got.headers)
    new Webhook(other).verify(got.body, got.headers)
    await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { value: other } }))
    const later = await telling({ secret, to: [{ host: target.host, path: '/ended' }] })
    await runOf(await hook(later, { order: 7 }))
    const sent = (await target.requests({ count: 2 })).at(-1)
    expect(() => new Webhook(signingKey).verify(sent?.body ?? '', sent?.headers ?? {})).toThrow(
      'No matching signature found',
    )
  })
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

describe('one slow receiver', () => {
  it('has few calls at a time, and holds up no other', async () => {
    const slow = await aTarget()
    const quick = await aTarget()
    await slow.answers([], { type: 'hold' })
    const secret = await aSecret(signingKey)
    const both = await telling({
      secret,
      to: [slow, quick].map(({ host }) => ({ host, path: '/ended' })),
    })
    for (let order = 0; order < 8; order += 1) await runOf(await hook(both, { order }))
    await quick.requests({ count: 8 })
    expect(Math.max(...(await slow.requests()).map(({ underWay }) => underWay))).toBeLessThanOrEqual(4)
    await slow.answers([])
    await slow.letGo()
    await slow.requests({ count: 8 })
  })
})

describe('an address that a caller names', () => {
  async function allowing() {
    const target = await aTarget()
    const other = await aTarget()
    const secret = await aSecret(signingKey)
    const loop = await telling({ secret, to: [], callerHosts: [target.host] })
    const hosts = (await jsonOf(await asAdmin('/api/hosts'))) as {
      hosts: { name: string; baseUrl: string }[]
    }
    const urlOf = ({ host }: Target) => hosts.hosts.find(({ name }) => name === host)?.baseUrl ?? ''
    return { target, loop, url: urlOf(target), elsewhere: urlOf(other) }
  }

  it('hears of its run alone, also of one that ends at once', async () => {
    const { target, loop, url } = await allowing()
    await runOf(await hook(loop, { order: 1 }))
    const { run } = await runOf(
      await hook(loop, { order: 2 }, { 'pavane-callback': `${url}/mine?job=a%20b` }),
    )
    const callback = await callbackWhen(run, isIn('delivered'))
    expect(callback.target).toEqual({ type: 'host', host: target.host, path: '/mine?job=a%20b' })
    const [got, ...others] = await target.requests({ count: 1 })
    expect(others).toEqual([])
    expect(got?.path).toBe('/mine')
    new Webhook(signingKey).verify(got?.body ?? '', got?.headers ?? {})
  })

  it('is taken from whoever starts a run by hand too', async () => {
    const { target, loop, url } = await allowing()
    const headers = { 'pavane-callback': `${url}/mine` }
    const start = { method: 'POST', json: { input: { order: 3 } }, headers }
    const { run } = await runOf(await asAdmin(`/api/loops/${loop}/runs`, start))
    await callbackWhen(run, isIn('delivered'))
    expect(await target.requests()).toHaveLength(1)
  })

  it('is refused where the loop does not allow it, and nothing is started', async () => {
    const { loop, url, elsewhere } = await allowing()
    const { origin, pathname } = new URL(url)
    const wrong = [
      'no address',
      'javascript:alert(1)',
      `${elsewhere}/mine`,
      `${origin}/elsewhere`,
      `${url}/../../mine`,
      `${url}/%2e%2e/mine`,
      `${origin}.evil.example${pathname}/mine`,
      `${origin.replace('://', '://me:secret@')}${pathname}/mine`,
      `${url}/mine#part`,
      `${url}/${'x'.repeat(2000)}`,
    ]
    for (const callback of wrong)
      await expectProblem(await hook(loop, { order: 1 }, { 'pavane-callback': callback }), 'callback-refused')
    const list = (await jsonOf(await asAdmin(`/api/loops/${loop}/runs`))) as { runs: unknown[] }
    expect(list.runs).toEqual([])
    const plain = await tellingTo(await aTarget())
    const named = { 'pavane-callback': `${url}/mine` }
    await expectProblem(await hook(plain, { order: 1 }, named), 'callback-refused')
  })
})
