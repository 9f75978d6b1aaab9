import { describe, expect, it } from 'vitest'
import { defaultLimits } from '../../shared/graph/limits.ts'
import { shardOf } from '../../worker/objects/ports.ts'
import { aProgram } from '../support/programs.ts'
import { callsOf, deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { misbehave } from './support/sandbox.ts'

const actions = { act: echoAction() }
const trigger = aProgram().trigger

describe('a hook', () => {
  it('answers 202 with the run and where it is', async () => {
    const name = await deploy({ actions })
    const response = await hook(name, { hello: 'world' })
    const run = await runOf(response)
    expect(response.headers.get('location')).toBe(`/api/runs/${run.run}`)
    expect(await ended(run.run)).toMatchObject({ outcome: 'succeeded', input: { hello: 'world' }, steps: 1 })
    expect(await callsOf(run.run)).toMatchObject([
      { did: 'effect', method: 'POST', body: { hello: 'world' } },
    ])
  })

  it('goes on with the caller’s trace, through the run and its log', async () => {
    const id = '4bf92f3577b34da6a3ce929d0e0e4736'
    const name = await deploy({ actions })
    const response = await hook(name, {}, { traceparent: `00-${id}-00f067aa0ba902b7-01` })
    expect(response.headers.get('traceparent')).toMatch(
      new RegExp(`^00-${id}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`),
    )
    const { run } = await runOf(response)
    const log = await jsonOf(await asAdmin(`/api/runs/${run}/events`))
    expect(log).toMatchObject({ events: expect.arrayContaining([expect.objectContaining({ trace: id })]) })
  })

  it('keeps no credential of the request, and what expressions may need', async () => {
    const name = await deploy({ actions })
    const headers = {
      authorization: 'Bearer x',
      cookie: 'a=b',
      'x-api-key': 'k',
      'x-hub-signature-256': 's',
      'x-event': 'e',
    }
    const { run } = await runOf(await hook(name, {}, headers))
    const { events } = (await jsonOf(await asAdmin(`/api/runs/${run}/events?limit=1`))) as {
      events: unknown[]
    }
    expect(events).toMatchObject([
      {
        type: 'run.accepted',
        data: { request: { headers: { 'content-type': 'application/json', 'x-event': 'e' } } },
      },
    ])
    expect(JSON.stringify(events)).not.toMatch(/Bearer|a=b|"k"|"s"/)
  })

  it('is there for a published loop without anything being deployed by hand', async () => {
    const name = await publish(aGraph())
    await shardOf(env, name, 0).remove()
    expect((await hook(name, { a: 1 })).status).toBe(202)
  })
})

describe('waiting for the outcome', () => {
  it('answers with the outcome’s body, and says how the run ended', async () => {
    const response = await hook(await deploy({ actions }), { hello: 'world' }, { prefer: 'wait=10' })
    expect(await jsonOf(response)).toEqual({ echoed: { hello: 'world' } })
    expect(response.headers.get('preference-applied')).toBe('wait=10')
    expect(response.headers.get('pavane-outcome')).toBe('succeeded')
  })

  it('gives members in the order of their names, however they came', async () => {
    const response = await hook(await deploy({ actions }), { b: { d: 1, c: 2 }, a: 3 }, { prefer: 'wait=10' })
    expect(await response.text()).toBe('{"echoed":{"a":3,"b":{"c":2,"d":1}}}')
  })

  it('is what the trigger says when the caller says nothing, and the caller may say otherwise', async () => {
    const name = await deploy({ actions, trigger: { ...trigger, respond: { mode: 'wait', seconds: 10 } } })
    expect((await hook(name, {})).status).toBe(200)
    expect((await hook(name, {}, { prefer: 'respond-async' })).status).toBe(202)
  })

  it('ends with the time that was asked for', async () => {
    const name = await deploy({ actions: { act: echoAction({}, { path: '/slow-answer' }) } })
    await misbehave({ path: '/slow-answer', behave: { type: 'delay', ms: 3000 } })
    const response = await hook(name, {}, { prefer: 'wait=1' })
    expect(response.headers.get('pavane-outcome')).toBeNull()
    await runOf(response)
  })

  it('answers 200 also when the run did not succeed', async () => {
    const name = await deploy({ actions: { act: echoAction({}, { path: '/refuses' }) } })
    await misbehave({ path: '/refuses', behave: { type: 'fail', status: 422 } })
    const response = await hook(name, {}, { prefer: 'wait=10' })
    expect(response.status).toBe(200)
    expect(response.headers.get('pavane-outcome')).toBe('rolled-back')
  })
})

describe('the same call again', () => {
  it.for([
    ['Idempotency-Key', { 'idempotency-key': '"k-1"' }],
    ['a bare Idempotency-Key', { 'idempotency-key': 'k-1' }],
    ['webhook-id', { 'webhook-id': 'msg_1' }],
    ['x-github-delivery', { 'x-github-delivery': 'd-1' }],
  ] as [string, Record<string, string>][])('gives the first run: %s', async ([, headers]) => {
    const name = await deploy({ actions })
    const first = await runOf(await hook(name, { n: 1 }, headers))
    const again = await hook(name, { n: 1 }, headers)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await runOf(again)).run).toBe(first.run)
    await expectProblem(await hook(name, { n: 2 }, headers), 'key-reused')
    await ended(first.run)
    expect(await callsOf(first.run)).toHaveLength(1)
  })

  it('gives the answer too, once there is one', async () => {
    const name = await deploy({ actions })
    const headers = { 'idempotency-key': 'k', prefer: 'wait=10' }
    const first = await jsonOf(await hook(name, { n: 1 }, headers))
    expect(await jsonOf(await hook(name, { n: 1 }, headers))).toEqual(first)
  })

  it('waits with the first when it is still under way', async () => {
    const name = await deploy({ actions: { act: echoAction({}, { path: '/in-flight' }) } })
    await misbehave({ path: '/in-flight', behave: { type: 'delay', ms: 300 } })
    const headers = { 'idempotency-key': 'k', prefer: 'wait=10' }
    const [first, second] = await Promise.all([hook(name, {}, headers), hook(name, {}, headers)])
    expect([first.status, second.status]).toEqual([200, 200])
    expect(first.headers.get('location')).toBe(second.headers.get('location'))
  })

  it('starts one run however many arrive together', async () => {
    const name = await deploy({ actions })
    const headers = { 'idempotency-key': 'race' }
    const answers = await Promise.all(Array.from({ length: 50 }, () => hook(name, { n: 1 }, headers)))
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1)
    expect((await shardOf(env, name, 0).list({}, null, 10)).runs).toHaveLength(1)
  })

  it('is told by the trigger’s own key first, whatever else differs', async () => {
    const name = await deploy({ actions, trigger: { ...trigger, dedupe: 'input.id' } })
    const first = await hook(name, { id: 'a', n: 1 }, { 'idempotency-key': 'x' })
    const again = await hook(name, { id: 'a', n: 2 }, { 'idempotency-key': 'y' })
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    const other = await hook(name, { id: 'b', n: 1 }, { 'idempotency-key': 'x' })
    expect(other.headers.get('location')).not.toBe(first.headers.get('location'))
    await expectProblem(await hook(name, { n: 1 }), 'input-invalid')
  })
})

describe('a hook refuses', () => {
  it('a loop that there is not', async () => {
    await expectProblem(await hook('no-such-loop', {}), 'loop-not-found')
    await expectProblem(await hook('No_Loop', {}), 'loop-not-found')
  })

  it('a loop that was never published', async () => {
    const graph = aGraph()
    await jsonOf(await asAdmin('/api/loops', { method: 'POST', json: { name: graph.name, graph } }), 201)
    await expectProblem(await hook(graph.name, {}), 'loop-not-published')
  })

  it('input that does not fit the schema, with pointers into it', async () => {
    const input = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
    const name = await deploy({ actions, trigger: { ...trigger, input } })
    const problem = await expectProblem(await hook(name, { n: 'one' }), 'input-invalid')
    expect(problem.errors).toMatchObject([{ pointer: '/n' }])
  })

  it('input that fails a quality check', async () => {
    const quality = [
      { id: 'positive', when: 'input.n > 0', effect: 'reject' as const, message: 'n must be positive' },
    ]
    const name = await deploy({ actions, trigger: { ...trigger, quality } })
    const problem = await expectProblem(await hook(name, { n: -1 }), 'input-rejected')
    expect(problem.errors).toMatchObject([{ message: 'n must be positive' }])
  })

  it('more runs than the loop may have under way', async () => {
    const name = await deploy({
      actions: { act: echoAction({}, { path: '/keeps-busy' }) },
      limits: { ...defaultLimits, queue: 2 },
    })
    await misbehave({ path: '/keeps-busy', times: 2, behave: { type: 'delay', ms: 1500 } })
    const first = await runOf(await hook(name, {}, { 'idempotency-key': '1' }))
    await runOf(await hook(name, {}, { 'idempotency-key': '2' }))
    const full = await hook(name, {}, { 'idempotency-key': '3' })
    expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0)
    await expectProblem(full, 'queue-full')
    // A repeat starts nothing, so it is answered also then.
    expect((await hook(name, {}, { 'idempotency-key': '1' })).headers.get('idempotency-replayed')).toBe(
      'true',
    )
    await ended(first.run)
    await runOf(await hook(name, {}, { 'idempotency-key': '3' }))
  })

  it('an idempotency key that is too long', async () => {
    const name = await deploy({ actions })
    await expectProblem(await hook(name, {}, { 'idempotency-key': 'k'.repeat(256) }), 'invalid-request')
  })
})
