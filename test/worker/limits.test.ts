import { describe, expect, it } from 'vitest'
import { apiLimits } from '../../shared/api/limits.ts'
import { defaultLimits } from '../../shared/graph/limits.ts'
import { signCall } from '../../worker/security/signCall.ts'
import { verifyCaller } from '../../worker/security/verifyCaller.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, call, ended, eventsOf, hook, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { aTarget } from './support/target.ts'

const post = (name: string, body: string) =>
  call(`/hooks/${name}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })

const aLoop = () => deploy({ actions: { act: echoAction({}, { body: null }) } })

describe('the size of a body', () => {
  const ofBytes = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2))

  it('is taken below and at the limit, refused above, and told', async () => {
    const name = await aLoop()
    for (const bytes of [apiLimits.bodyBytes - 1, apiLimits.bodyBytes]) {
      const taken = await post(name, ofBytes(bytes))
      expect([taken.status, taken.headers.get('pavane-body-limit')]).toEqual([
        202,
        String(apiLimits.bodyBytes),
      ])
    }
    const refused = await post(name, ofBytes(apiLimits.bodyBytes + 1))
    expect(refused.headers.get('pavane-body-limit')).toBe(String(apiLimits.bodyBytes))
    await expectProblem(refused, 'body-too-large')
  })
})

describe('the depth of a document', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

  it('is taken below and at the limit, and refused above', async () => {
    const name = await aLoop()
    for (const levels of [apiLimits.jsonDepth - 1, apiLimits.jsonDepth])
      expect((await post(name, nested(levels))).status).toBe(202)
    await expectProblem(await post(name, nested(apiLimits.jsonDepth + 1)), 'nesting-too-deep')
  })
})

describe('an idempotency key', () => {
  it('is taken below and at the limit, and refused above and where there is none', async () => {
    const name = await aLoop()
    const sent = (key: string) => hook(name, {}, { 'idempotency-key': key })
    for (const length of [1, apiLimits.keyCharacters - 1, apiLimits.keyCharacters])
      expect((await sent('k'.repeat(length))).status).toBe(202)
    await expectProblem(await sent('k'.repeat(apiLimits.keyCharacters + 1)), 'invalid-request')
    await expectProblem(await sent('""'), 'invalid-request')
  })
})

describe('the attributes of a CloudEvent', () => {
  it('are taken at the limit, and refused above', async () => {
    const name = await aLoop()
    const withAttributes = (count: number) => {
      const more = Array.from({ length: count - 4 }, (_, index) => [`a${index}`, 'x'])
      const event = { specversion: '1.0', id: '1', source: '/x', type: 'y', ...Object.fromEntries(more) }
      const headers = { 'content-type': 'application/cloudevents+json' }
      return call(`/hooks/${name}`, { method: 'POST', body: JSON.stringify(event), headers })
    }
    expect((await withAttributes(apiLimits.eventAttributes)).status).toBe(202)
    await expectProblem(await withAttributes(apiLimits.eventAttributes + 1), 'invalid-request')
  })
})

describe('the wait for an outcome', () => {
  it.for([
    [apiLimits.waitSeconds - 1, apiLimits.waitSeconds - 1],
    [apiLimits.waitSeconds, apiLimits.waitSeconds],
    [apiLimits.waitSeconds + 1, apiLimits.waitSeconds],
  ])('of %i seconds is one of %i', async ([asked, held]) => {
    const response = await hook(await aLoop(), {}, { prefer: `wait=${asked}` })
    expect(response.headers.get('preference-applied')).toBe(`wait=${held}`)
  })
})

describe('the time of a signature', () => {
  const now = 1_800_000_000_000
  const body = '{}'
  const off = (seconds: number) => {
    const auth = { scheme: 'stripe', secret: 's' } as const
    const signed = signCall(auth, 'x', { id: '', body, now: now + seconds * 1000 }) ?? {}
    const caller = { headers: new Map(Object.entries(signed)), body: new TextEncoder().encode(body) }
    return verifyCaller(auth, ['x'], caller, now).ok
  }
  const most = apiLimits.signatureToleranceSeconds

  it('may be off by the limit, either way, and no more', () => {
    expect([most - 1, most, 1 - most, -most].map(off)).toEqual([true, true, true, true])
    expect([most + 1, -most - 1].map(off)).toEqual([false, false])
  })
})

describe('a page and the number of shards', () => {
  it('are taken at the limit, and refused above', async () => {
    const name = await publish(aGraph())
    const page = (limit: number) => asAdmin(`/api/loops/${name}/deliveries?limit=${limit}`)
    expect((await page(apiLimits.pageSize)).status).toBe(200)
    await expectProblem(await page(apiLimits.pageSize + 1), 'invalid-request')
    const spread = (shards: number) =>
      asAdmin(`/api/loops/${name}/shards`, { method: 'PUT', json: { shards } })
    await expectProblem(await spread(apiLimits.shards + 1), 'invalid-request')
    await expectProblem(await spread(0), 'invalid-request')
  })
})

describe('the queue', () => {
  it('takes what it has room for, says how much that is, refuses the next at once, and drops nothing', async () => {
    const target = await aTarget()
    await target.answers([], { type: 'hold' })
    const name = await deploy({
      actions: { act: echoAction({}, { host: target.host, path: '/hold' }) },
      limits: { ...defaultLimits, queue: 3 },
    })
    const rooms: (string | null)[] = []
    const runs: string[] = []
    for (let n = 0; n < 3; n += 1) {
      const response = await hook(name, n)
      expect(response.headers.get('ratelimit-policy')).toBe('"queue";q=3;qu="concurrent-requests"')
      rooms.push(response.headers.get('ratelimit'))
      runs.push((await runOf(response)).run)
    }
    expect(rooms).toEqual(['"queue";r=2', '"queue";r=1', '"queue";r=0'])
    const refused = await hook(name, 'too much')
    const seconds = refused.headers.get('retry-after')
    expect(refused.headers.get('ratelimit')).toBe(`"queue";r=0;t=${seconds}`)
    expect(Number(seconds)).toBeGreaterThan(0)
    await expectProblem(refused, 'queue-full')
    for (const [n, run] of runs.entries()) {
      const [accepted] = await eventsOf(run)
      expect(accepted).toMatchObject({ type: 'run.accepted', data: { input: n } })
      const json = { reason: 'Enough', compensate: false }
      await asAdmin(`/api/runs/${run}/cancel`, { method: 'POST', json })
      await ended(run)
    }
    expect((await hook(name, 'now')).headers.get('ratelimit')).toBe('"queue";r=2')
  })

  it('answers each of a flood that there is no room, and takes calls again once there is', async () => {
    const target = await aTarget()
    await target.answers([], { type: 'hold' })
    const name = await deploy({
      actions: { act: echoAction({}, { host: target.host, path: '/hold' }) },
      limits: { ...defaultLimits, queue: 1 },
    })
    const key = { 'idempotency-key': 'the first' }
    const { run } = await runOf(await hook(name, 0, key))
    // The second flood meets a shard that is known to be full.
    for (let flood = 0; flood < 2; flood += 1) {
      const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => hook(name, n)))
      for (const answer of answers) {
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
        expect(answer.headers.get('ratelimit')).toMatch(/^"queue";r=0;t=/)
        await expectProblem(answer, 'queue-full')
      }
    }
    expect((await runOf(await hook(name, 0, key))).run).toBe(run)
    const json = { reason: 'Enough', compensate: false }
    await asAdmin(`/api/runs/${run}/cancel`, { method: 'POST', json })
    await ended(run)
    expect((await hook(name, 'now')).status).toBe(202)
  })
})
