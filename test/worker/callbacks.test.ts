import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Callback } from '../../shared/api/callbacks.ts'
import { RunEndedEvent } from '../../shared/callback/runEnded.ts'
import { aProgram } from '../support/programs.ts'
import {
  ask,
  callbacksOf,
  callbackWhen,
  hasTried,
  isIn,
  ringAt,
  signingKey,
  telling,
  tellingTo,
} from './support/callbacks.ts'
import { kill, shardObject } from './support/crash.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, hook, jsonOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'
import { aSecret } from './support/secret.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

afterEach(() => {
  vi.restoreAllMocks()
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

  it('that waits for its next try is sent now, and goes on being tried from there', async () => {
    const target = await aTarget()
    await target.answers([answersWith(503, {}, { 'retry-after': '7200' })], answersWith(200))
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 7 }))
    const waiting = await callbackWhen(run, hasTried(1))
    expect(waiting).toMatchObject({ status: 'waiting', tries: 1 })
    expect(await jsonOf(await ask(waiting, 'redeliver'), 202)).toMatchObject({
      tries: 1,
      since: waiting.since,
    })
    const taken = await callbackWhen(run, isIn('delivered'))
    expect(taken.tries).toBe(2)
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

  it('is signed anew with each attempt, for receivers refuse what was signed long ago', async () => {
    const target = await aTarget()
    await target.answers([answersWith(503, {}, { 'retry-after': '7200' })])
    const loop = await tellingTo(target)
    const { run } = await runOf(await hook(loop, { order: 7 }))
    const { nextAt } = await callbackWhen(run, hasTried(1))
    await ringAt(loop, run, nextAt ?? 0, 2)
    const [first, second] = (await target.requests({ count: 2 })).map(({ headers }) => headers)
    expect(Number(second?.['webhook-timestamp'])).toBe(Math.floor((nextAt ?? 0) / 1000))
    expect(second?.['webhook-signature']).not.toBe(first?.['webhook-signature'])
    expect(second?.['webhook-id']).toBe(first?.['webhook-id'])
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

async function urlOf({ host }: Target): Promise<string> {
  const { hosts } = (await jsonOf(await asAdmin('/api/hosts'))) as {
    hosts: { name: string; baseUrl: string }[]
  }
  return hosts.find(({ name }) => name === host)?.baseUrl ?? ''
}

describe('an address that a caller names', () => {
  async function allowing() {
    const target = await aTarget()
    const other = await aTarget()
    const secret = await aSecret(signingKey)
    const loop = await telling({ secret, to: [], callerHosts: [target.host] })
    return { target, loop, url: await urlOf(target), elsewhere: await urlOf(other) }
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

  it('hears of its run also where the shard loses its memory before the run ends', async () => {
    const [worker, receiver] = [await aTarget(), await aTarget()]
    await worker.answers([{ type: 'hold' }])
    const secret = await aSecret(signingKey)
    const callbacks = { secret, to: [], callerHosts: [receiver.host] }
    const loop = await deploy({
      actions: { act: echoAction({}, { host: worker.host }) },
      trigger: { ...aProgram().trigger, callbacks },
    })
    const { run } = await runOf(await hook(loop, {}, { 'pavane-callback': `${await urlOf(receiver)}/mine` }))
    await worker.requests({ count: 1 })
    await kill(loop)
    await worker.letGo()
    expect(await callbackWhen(run, isIn('delivered'))).toMatchObject({ attempts: [{ status: 200 }] })
    expect(await callbacksOf(run)).toHaveLength(1)
    expect(await receiver.requests()).toHaveLength(1)
  })

  it('tells a stranger nothing of which addresses are allowed', async () => {
    const secret = await aSecret(signingKey)
    const auth = { scheme: 'bearer' as const, secret: await aSecret('a-token-of-this-hook') }
    const loop = await telling({ secret, to: [] }, { auth })
    const named = { 'pavane-callback': 'https://nobody.example/mine' }
    await expectProblem(await hook(loop, {}, named), 'signature-invalid')
    const proof = { authorization: 'Bearer a-token-of-this-hook' }
    await expectProblem(await hook(loop, {}, { ...named, ...proof }), 'callback-refused')
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
