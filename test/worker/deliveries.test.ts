import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import { type Delivery, DeliveryList, SentTest } from '../../shared/api/deliveries.ts'
import { LoopDetail, VersionSummary } from '../../shared/api/loops.ts'
import { Graph } from '../../shared/graph/graph.ts'
import type { TriggerNode } from '../../shared/graph/nodes/trigger.ts'
import { Deliveries } from '../../worker/objects/shard/Deliveries.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { asAdmin, call, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { answersWith, aTarget } from './support/target.ts'

const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

async function aLoop(trigger: Partial<TriggerNode> = {}) {
  return publish(aGraph({ trigger }))
}

async function signedBy(scheme: 'bearer' | 'github' | 'stripe' | 'standard-webhooks') {
  const secret = `hook_${crypto.randomUUID().replaceAll('-', '')}`
  await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { value: key } })
  return aLoop({ auth: { scheme, secret } })
}

const listOf = async (name: string, query = '') =>
  DeliveryList.parse(await jsonOf(await asAdmin(`/api/loops/${name}/deliveries${query}`)))
const deliveriesOf = async (name: string) => (await listOf(name)).deliveries

const sendTest = (name: string, json: unknown) =>
  asAdmin(`/api/loops/${name}/deliveries`, { method: 'POST', json })
const redeliver = (name: string, run: string, asNew: boolean) =>
  asAdmin(`/api/loops/${name}/deliveries/${run}/redeliver`, { method: 'POST', json: { asNew } })

const aRefusal = (at: number): Omit<Delivery, 'id'> => ({
  at,
  result: 'refused',
  verification: 'failed',
  run: null,
  version: null,
  refusal: { code: 'signature-invalid', status: 401, detail: '' },
  headers: {},
  bodyBytes: 0,
  test: false,
  redelivery: null,
})

const what = ({ result, verification, refusal, run }: Delivery) => ({
  result,
  verification,
  code: refusal?.code ?? null,
  run,
})

describe('the deliveries of a loop', () => {
  it('are every request to its hook, also what was refused or had come before', async () => {
    const name = await aLoop({ input: { type: 'object', required: ['n'] } })
    const { run } = await runOf(await hook(name, { n: 1 }, { 'idempotency-key': 'a', 'x-event': 'e' }))
    await hook(name, { n: 1 }, { 'idempotency-key': 'a' })
    await hook(name, { n: 2 }, { 'idempotency-key': 'a' })
    await hook(name, {})
    await call(`/hooks/${name}`, {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    })
    await hook(name, { n: 1 }, { 'pavane-version': 'canary' })
    const byAnyone = { verification: 'not-asked', run: null, result: 'refused' }
    await expect
      .poll(async () => (await deliveriesOf(name)).map(what))
      .toEqual([
        { ...byAnyone, code: 'version-not-found' },
        { ...byAnyone, code: 'malformed-json' },
        { ...byAnyone, code: 'input-invalid' },
        { ...byAnyone, code: 'key-reused' },
        { result: 'repeated', verification: 'not-asked', code: null, run },
        { result: 'accepted', verification: 'not-asked', code: null, run },
      ])
    const [accepted] = (await listOf(name, '?result=accepted')).deliveries
    expect(accepted).toMatchObject({ id: run, headers: { 'x-event': 'e' }, redelivery: null, test: false })
  })

  it('tell of what was refused before anybody knew the loop’s rules', async () => {
    const name = await aLoop()
    await call(`/hooks/${name}`, { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } })
    await hook(name, {}, { 'pavane-version': 'latest' })
    const codes = async () => (await deliveriesOf(name)).map(({ refusal }) => refusal?.code)
    await expect
      .poll(async () => new Set(await codes()))
      .toEqual(new Set(['invalid-request', 'unsupported-media-type']))
  })

  it('tell whose signature was wrong, and keep no credential', async () => {
    const name = await signedBy('github')
    await hook(name, {}, { 'x-hub-signature-256': 'sha256=00', authorization: 'Bearer x', 'x-event': 'e' })
    const [refused] = await deliveriesOf(name)
    expect(refused).toMatchObject({
      verification: 'failed',
      refusal: { code: 'signature-invalid', status: 401 },
      headers: { 'content-type': 'application/json', 'x-event': 'e' },
      bodyBytes: 2,
    })
    expect(JSON.stringify(refused)).not.toMatch(/sha256=00|Bearer/)
  })

  it('keep nothing of a body that was refused, nor the words about it that its caller gets', async () => {
    const name = await aLoop({ dedupe: 'int(input.n)' })
    const problem = await expectProblem(await hook(name, { n: 'a-value-of-somebody' }), 'input-invalid')
    const list = await deliveriesOf(name)
    expect(list.map(({ refusal }) => refusal?.detail)).toEqual([`${problem.title}.`])
    expect(problem.detail).not.toBe(`${problem.title}.`)
    expect(JSON.stringify(list)).not.toContain('a-value-of-somebody')
  })

  it('are no tests because whoever calls says so', async () => {
    const name = await aLoop({ input: { type: 'object', required: ['n'] } })
    const mark = { 'x-pavane-test': 'true' }
    await runOf(await hook(name, { n: 1 }, mark))
    await hook(name, {}, mark)
    await call(`/hooks/${name}`, {
      method: 'POST',
      body: 'x',
      headers: { ...mark, 'content-type': 'text/plain' },
    })
    await expect.poll(() => deliveriesOf(name)).toHaveLength(3)
    expect(
      (await deliveriesOf(name)).filter(({ test, headers }) => test || 'x-pavane-test' in headers),
    ).toEqual([])
  })

  it('come in pages, whatever they are', async () => {
    const name = await aLoop()
    for (let n = 0; n < 7; n += 1) {
      await hook(name, { n }, { 'idempotency-key': String(n - (n % 2)) })
      if (n % 3 === 0) await hook(name, {}, { 'pavane-version': 'canary' })
    }
    const all = await deliveriesOf(name)
    expect(all).toHaveLength(10)
    const paged: Delivery[] = []
    for (let query = '?limit=3'; query !== ''; ) {
      const { deliveries, next } = await listOf(name, query)
      paged.push(...deliveries)
      query = next === null ? '' : `?limit=3&cursor=${encodeURIComponent(next)}`
    }
    expect(paged).toEqual(all)
    await expectProblem(await asAdmin(`/api/loops/${name}/deliveries?cursor=x`), 'invalid-request')
  })

  it('come in pages also where they came in one millisecond, each once', async () => {
    const name = await aLoop()
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now())
    try {
      for (let n = 0; n < 3; n += 1) {
        await hook(name, { n }, { 'idempotency-key': String(n) })
        await hook(name, { n }, { 'idempotency-key': String(n) })
      }
    } finally {
      clock.mockRestore()
    }
    const all = await deliveriesOf(name)
    expect(new Set(all.map(({ at }) => at)).size).toBe(1)
    expect(all).toHaveLength(6)
    const paged: Delivery[] = []
    for (let query = '?limit=1'; query !== ''; ) {
      const { deliveries, next } = await listOf(name, query)
      paged.push(...deliveries)
      query = next === null ? '' : `?limit=1&cursor=${encodeURIComponent(next)}`
    }
    expect(paged).toEqual(all)
  })

  it('are those alone whose result is asked for', async () => {
    const name = await aLoop()
    await hook(name, {}, { 'idempotency-key': 'a' })
    await hook(name, {}, { 'idempotency-key': 'a' })
    await hook(name, {}, { 'pavane-version': 'canary' })
    for (const result of ['accepted', 'repeated', 'refused'])
      expect((await listOf(name, `?result=${result}`)).deliveries.map((each) => each.result)).toEqual([
        result,
      ])
  })

  it('keep of the headers of a refused request no more than a thousand characters', async () => {
    const name = await aLoop()
    const long = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`x-long-${n}`, 'v'.repeat(300)]))
    await hook(name, {}, { ...long, 'pavane-version': 'canary' })
    const [refused] = await deliveriesOf(name)
    expect(Object.keys(refused?.headers ?? {}).length).toBeGreaterThan(2)
    expect(
      Object.entries(refused?.headers ?? {})
        .flat()
        .join('').length,
    ).toBeLessThanOrEqual(1000)
  })

  it('are bounded: of those that come at once the newest are kept', async () => {
    const name = await aLoop()
    const shard = env.RUN_SHARD.get(env.RUN_SHARD.idFromName(`${name}/0`))
    const kept = await runInDurableObject(shard, (_, { storage }) => {
      const deliveries = new Deliveries(new Sql(storage))
      for (let n = 0; n < 130; n += 1) deliveries.note(aRefusal(n))
      const list = deliveries.list(null, 200)
      deliveries.forget()
      return list
    })
    expect(kept.map(({ at }) => at)).toEqual(Array.from({ length: 100 }, (_, index) => 129 - index))
  })

  it('are bounded: the oldest go', async () => {
    const name = await aLoop()
    const shard = env.RUN_SHARD.get(env.RUN_SHARD.idFromName(`${name}/0`))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const kept = await runInDurableObject(shard, (_, { storage }) => {
      const deliveries = new Deliveries(new Sql(storage))
      for (let second = 0; second < 40; second += 1) {
        deliveries.note(aRefusal(second))
        vi.advanceTimersByTime(1000)
      }
      return deliveries.list(null, 200)
    }).finally(() => vi.useRealTimers())
    expect(kept.map(({ at }) => at)).toEqual(Array.from({ length: 30 }, (_, index) => 39 - index))
  })
})

describe('a delivery that is sent again', () => {
  it('finds its run, unless a new one is asked for', async () => {
    const name = await aLoop()
    const { run } = await runOf(await hook(name, { n: 1 }, { 'idempotency-key': 'a' }))
    const found = await redeliver(name, run, false)
    expect(found.headers.get('idempotency-replayed')).toBe('true')
    expect((await runOf(found)).run).toBe(run)
    const again = await runOf(await redeliver(name, run, true))
    expect(again.run).not.toBe(run)
    expect(again.input).toEqual({ n: 1 })
    expect((await ended(again.run)).outcome).toBe('succeeded')
    const [accepted] = await eventsOf(again.run)
    expect(accepted).toMatchObject({ data: { request: { redeliveryOf: run, by: 'admin' }, dedupeKey: null } })
    const [newest] = await deliveriesOf(name)
    expect(newest).toMatchObject({ id: again.run, redelivery: { of: run, by: 'admin' } })
    expect(JSON.stringify(await jsonOf(await asAdmin('/api/changes')))).toContain(
      `${run}: started ${again.run}`,
    )
  })

  it('is verified by nobody, for the signature is not kept, and runs the version that takes calls now', async () => {
    const name = await signedBy('bearer')
    const { run } = await runOf(await hook(name, { n: 1 }, { authorization: `Bearer ${key}` }))
    const { draft } = LoopDetail.parse(await jsonOf(await asAdmin(`/api/loops/${name}`)))
    const graph = { ...Graph.parse(draft.graph), title: 'A later one' }
    const put = {
      method: 'PUT',
      json: { graph },
      headers: { 'if-match': '"1"' },
    }
    await jsonOf(await asAdmin(`/api/loops/${name}/draft`, put))
    const publication = { method: 'POST', json: { revision: 2, note: '' } }
    const { version } = VersionSummary.parse(
      await jsonOf(await asAdmin(`/api/loops/${name}/versions`, publication), 201),
    )
    const again = await runOf(await redeliver(name, run, true))
    expect([again.version, again.input]).toEqual([version, { n: 1 }])
    const [newest, first] = await deliveriesOf(name)
    expect([newest?.verification, first?.verification]).toEqual(['not-asked', 'verified'])
  })

  it('brings the personal values again, and names none', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(200, {}))
    const call = { uses: 'http', host: target.host, method: 'POST', path: '/x', body: '{{ input }}' } as const
    const trigger = { personal: { detect: ['email' as const] } }
    const name = await publish(aGraph({ trigger, act: { call } }))
    const input = { to: 'ann.lee@example.org' }
    const { run } = await runOf(await hook(name, input, { 'x-from': 'ann.lee@example.org' }))
    await hook(name, '{', { 'x-from': 'ann.lee@example.org', 'pavane-version': 'canary' })
    const again = await runOf(await redeliver(name, run, true))
    await Promise.all([ended(run), ended(again.run)])
    const sent = await target.requests({ count: 2 })
    expect(sent.map(({ body }) => JSON.parse(body) as unknown)).toEqual([input, input])
    expect(JSON.stringify([await eventsOf(again.run), await deliveriesOf(name)])).not.toContain('ann.lee')
  })

  it('starts a run where nothing said that it is the same call', async () => {
    const name = await aLoop()
    const { run } = await runOf(await hook(name, { n: 1 }))
    expect((await runOf(await redeliver(name, run, false))).run).not.toBe(run)
  })

  it('is refused where there is none', async () => {
    const name = await aLoop()
    const other = await aLoop()
    const { run } = await runOf(await hook(other, {}))
    await expectProblem(await redeliver(name, run, true), 'run-not-found')
    const byHand = await asAdmin(`/api/loops/${name}/runs`, { method: 'POST', json: { input: {} } })
    await expectProblem(await redeliver(name, (await runOf(byHand)).run, true), 'conflict')
  })
})

describe('a test delivery', () => {
  it.for(['bearer', 'github', 'stripe', 'standard-webhooks'] as const)(
    'passes the hook’s own check: %s',
    async (scheme) => {
      const name = await signedBy(scheme)
      const sent = SentTest.parse(await jsonOf(await sendTest(name, { input: { n: 1 } })))
      expect(sent.response).toMatchObject({ status: 200, body: { got: { n: 1 } } })
      expect(JSON.stringify(sent)).not.toContain(key)
      const [delivery] = await deliveriesOf(name)
      expect(delivery).toMatchObject({ id: sent.run, verification: 'verified', test: true })
    },
  )

  it('tells what the hook answered when it refuses', async () => {
    const name = await aLoop({ input: { type: 'object', required: ['n'] } })
    const sent = SentTest.parse(await jsonOf(await sendTest(name, { input: {} })))
    expect(sent).toMatchObject({
      run: null,
      response: { status: 422, body: { type: '/problems/input-invalid' } },
    })
    const [delivery] = await deliveriesOf(name)
    expect(delivery).toMatchObject({ test: true, refusal: { code: 'input-invalid' } })
  })

  it('runs the version that it asks for', async () => {
    const name = await aLoop()
    const sent = SentTest.parse(await jsonOf(await sendTest(name, { input: 1, version: 'stable' })))
    expect(sent.response.status).toBe(200)
    await expectProblem(await sendTest(name, { input: 1, version: 'latest' }), 'invalid-request')
  })
})
