import { describe, expect, it } from 'vitest'
import { SandboxCallList } from '../../shared/api/sandbox.ts'
import { asAdmin, call, jsonOf } from './support/edge.ts'
import { misbehave } from './support/sandbox.ts'

const send = (method: string, path: string, json?: unknown, headers: Record<string, string> = {}) =>
  call(`/sandbox${path}`, { method, ...(json === undefined ? {} : { json }), headers })

const repo = () => `/tracker/repos/acme/${crypto.randomUUID()}`

describe('the tracker', () => {
  it('keeps each label once', async () => {
    const issue = `${repo()}/issues/1`
    await send('POST', `${issue}/labels`, { labels: ['bug', 'ui'] })
    expect(await jsonOf(await send('POST', `${issue}/labels`, { labels: ['bug'] }))).toEqual([
      { name: 'bug' },
      { name: 'ui' },
    ])
    expect(await jsonOf(await send('DELETE', `${issue}/labels/bug`))).toEqual([{ name: 'ui' }])
    expect((await send('DELETE', `${issue}/labels/bug`)).status).toBe(404)
    expect((await send('POST', `${issue}/labels`, { labels: 'bug' })).status).toBe(422)
  })

  it('keeps comments and assignees, and takes them away again', async () => {
    const name = repo()
    const issue = `${name}/issues/2`
    const comment = (await jsonOf(await send('POST', `${issue}/comments`, { body: 'Hello' }), 201)) as {
      id: number
    }
    expect(comment).toEqual({ id: expect.any(Number), body: 'Hello' })
    expect(await jsonOf(await send('POST', `${issue}/assignees`, { assignees: ['mona'] }), 201)).toEqual({
      assignees: [{ login: 'mona' }],
    })
    expect(await jsonOf(await send('GET', issue))).toEqual({
      number: 2,
      labels: [],
      assignees: [{ login: 'mona' }],
      comments: [comment],
    })
    expect((await send('DELETE', `${name}/issues/comments/${comment.id}`)).status).toBe(204)
    expect(await jsonOf(await send('DELETE', `${issue}/assignees`, { assignees: ['mona'] }))).toEqual({
      assignees: [],
    })
    expect(await jsonOf(await send('GET', issue))).toMatchObject({ assignees: [], comments: [] })
  })

  it('takes security reports and closes them', async () => {
    const advisories = `${repo()}/security-advisories`
    const report = (await jsonOf(
      await send('POST', `${advisories}/reports`, { summary: 's', description: 'd' }),
      201,
    )) as { ghsa_id: string }
    expect(report).toMatchObject({ state: 'triage' })
    expect(
      await jsonOf(await send('PATCH', `${advisories}/${report.ghsa_id}`, { state: 'closed' })),
    ).toMatchObject({ state: 'closed' })
  })
})

describe('the payments', () => {
  it('refunds no more than was charged, and can take a refund back', async () => {
    const charge = `ch_${crypto.randomUUID()}_500`
    const refund = (amount: number) =>
      send('POST', '/payments/refunds', { charge, amount, currency: 'usd', reason: 'r' })
    const first = (await jsonOf(await refund(400), 201)) as { id: string }
    expect(first).toMatchObject({ charge, amount: 400, currency: 'usd', status: 'succeeded' })
    expect((await refund(200)).status).toBe(422)
    expect(await jsonOf(await send('GET', `/payments/charges/${charge}`))).toMatchObject({
      amount: 500,
      refunded: 400,
    })
    expect(await jsonOf(await send('POST', `/payments/refunds/${first.id}/cancel`))).toEqual({
      id: first.id,
      status: 'cancelled',
    })
    await send('POST', `/payments/refunds/${first.id}/cancel`)
    expect(await jsonOf(await send('GET', `/payments/charges/${charge}`))).toMatchObject({ refunded: 0 })
  })
})

describe('the operations', () => {
  it('restart a service and roll it back', async () => {
    const service = `/ops/services/${crypto.randomUUID()}`
    expect(await jsonOf(await send('POST', `${service}/restart`), 202)).toMatchObject({ generation: 2 })
    expect(await jsonOf(await send('GET', `${service}/health`))).toMatchObject({ healthy: true })
    expect(await jsonOf(await send('POST', `${service}/rollback`))).toMatchObject({ generation: 1 })
    expect((await send('POST', `${service}/rollback`)).status).toBe(409)
  })
})

describe('every app', () => {
  it('carries a call out once for each key, and records what it did', async () => {
    const path = `/echo/${crypto.randomUUID()}`
    const key = { 'idempotency-key': `"${crypto.randomUUID()}"` }
    const first = await send('POST', path, { n: 1 }, key)
    const again = await send('POST', path, { n: 2 }, key)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(await again.json()).toEqual(await first.json())
    await send('GET', path)
    const { calls } = SandboxCallList.parse(await jsonOf(await asAdmin('/api/sandbox/calls?limit=3')))
    expect(calls.map(({ did, effect, method }) => ({ did, effect, method }))).toEqual([
      { did: 'read', effect: false, method: 'GET' },
      { did: 'replayed', effect: false, method: 'POST' },
      { did: 'effect', effect: true, method: 'POST' },
    ])
  })

  it('misbehaves as it is told, as often as it is told', async () => {
    const path = `/failing/${crypto.randomUUID()}/x`
    await misbehave({
      path: path.replace(/\/[^/]+\/x$/, '/*/x'),
      times: 2,
      behave: { type: 'fail', status: 503, retryAfterSeconds: 2 },
    })
    const failed = await send('POST', `/echo${path}`)
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '2'])
    expect((await send('POST', `/echo${path}`)).status).toBe(503)
    expect((await send('POST', `/echo${path}`)).status).toBe(200)
  })

  it('carries out what it answers late', async () => {
    const path = `/late/${crypto.randomUUID()}`
    await misbehave({ path, behave: { type: 'delay', ms: 200 } })
    const startedAt = Date.now()
    const answer = send('POST', `/echo${path}`, {}, { 'idempotency-key': path })
    await answer
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(190)
    expect(
      (await send('POST', `/echo${path}`, {}, { 'idempotency-key': path })).headers.get(
        'idempotency-replayed',
      ),
    ).toBe('true')
  })

  it('answers what it does not know with 404', async () => {
    expect((await send('GET', '/nothing/here')).status).toBe(404)
    expect((await send('GET', '/tracker/nothing')).status).toBe(404)
    expect((await send('PUT', '/payments/refunds')).status).toBe(405)
  })
})
