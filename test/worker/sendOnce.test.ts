import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { apiLimits } from '../../shared/api/limits.ts'
import { type SendOnce, SentOnce } from '../../shared/api/sendOnce.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import type { ActionNode, HttpCall } from '../../shared/graph/nodes/action.ts'
import { type Ask, aWorkspace, draft, post } from './support/changeControl.ts'
import { asAdmin, env, jsonOf } from './support/edge.ts'
import { aGraph } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

type Over = { act?: Partial<ActionNode>; policies?: Graph['policies'] }

const drawn = (call: Omit<HttpCall, 'uses'>, { act = {}, policies = [] }: Over = {}): Graph => ({
  ...aGraph({ act: { call: { uses: 'http', ...call }, ...act } }),
  policies,
})

const ask = (graph: unknown, loop: string, more: Partial<SendOnce> = {}, as: Ask = asAdmin) =>
  as(`/api/loops/${loop}/draft/send`, post({ graph, node: 'act', values: {}, ...more }))

/** Sends the action of a graph that is drafted, and gives what came of it. */
async function sent(graph: Graph, values: SendOnce['values'] = {}): Promise<SentOnce> {
  return SentOnce.parse(await jsonOf(await ask(graph, await draft(asAdmin, graph), { values })))
}

const posted = ({ host }: Target, more: Partial<HttpCall> = {}) => ({
  host,
  method: 'POST' as const,
  path: '/orders/{{ args.id }}',
  body: { paid: '{{ input.paid }}' },
  ...more,
})

async function aSecret(value: string, more: object = {}): Promise<string> {
  const name = `once_${crypto.randomUUID().replaceAll('-', '')}`
  await jsonOf(await asAdmin(`/api/secrets/${name}`, { method: 'PUT', json: { value, ...more } }))
  return name
}

const changesOf = async (loop: string) =>
  ChangeList.parse(await jsonOf(await asAdmin(`/api/changes?subject=${loop}`))).changes

describe('a call that is sent once', () => {
  it('reaches its host with the values that were given, and shows both sides', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(201, { ok: true }, { 'x-left': '9', 'set-cookie': 'session=abc' }))
    const graph = drawn(posted(target), { act: { idempotency: 'keyed' } })
    const came = await sent(graph, { args: { id: '7' }, input: { paid: true } })
    const [request, ...others] = await target.requests({ count: 1 })
    expect(others).toEqual([])
    expect(request).toMatchObject({ method: 'POST', path: '/orders/7', body: '{"paid":true}' })
    expect(request?.headers['idempotency-key']).toMatch(/^once\./)
    expect(came).toMatchObject({
      request: {
        method: 'POST',
        url: expect.stringMatching(/\/orders\/7$/),
        headers: {
          'content-type': 'application/json',
          'idempotency-key': request?.headers['idempotency-key'],
        },
        body: '{"paid":true}',
      },
      response: {
        status: 201,
        headers: { 'x-left': '9', 'set-cookie': '•••' },
        body: { ok: true },
        bytes: 11,
      },
      error: null,
      after: 'succeeds',
    })
    expect(came.durationMs).toBeGreaterThanOrEqual(0)
  })

  it('is on record by its template, without values, and starts no run', async () => {
    const target = await aTarget()
    const graph = drawn(posted(target))
    await sent(graph, { args: { id: 'jane@example.com' }, input: { paid: true } })
    const [entry] = await changesOf(graph.name)
    expect(entry).toMatchObject({
      by: 'admin',
      what: 'loop.call-tried',
      detail: `act: POST ${target.host} /orders/{{ args.id }}`,
    })
    const runs = await jsonOf(await asAdmin(`/api/loops/${graph.name}/runs`))
    expect(runs).toMatchObject({ runs: [] })
  })

  it('needs nothing around the action: no wires, no sound loop', async () => {
    const target = await aTarget()
    const graph = drawn(posted(target, { path: '/a', body: 1 }))
    const alone = { ...graph, nodes: graph.nodes.filter(({ id }) => id === 'act'), edges: [] }
    expect(await sent(alone)).toMatchObject({ response: { status: 200 }, after: 'succeeds' })
  })

  it('shows no secret: neither sent, nor echoed, nor what is computed of it', async () => {
    const target = await aTarget()
    const secret = await aSecret('s3cret-value')
    await target.answers([], answersWith(200, { echo: 'it was s3cret-value' }, { 'x-echo': 's3cret-value' }))
    const call = posted(target, {
      path: '/a',
      headers: {
        authorization: `Bearer {{ secrets.${secret} }}`,
        'x-first': `{{ secrets.${secret}.startsWith("s3") ? "yes" : "no" }}`,
      },
      body: { pin: `{{ secrets.${secret} }}` },
    })
    const came = await sent(drawn(call))
    const [request] = await target.requests({ count: 1 })
    expect(request).toMatchObject({
      headers: { authorization: 'Bearer s3cret-value', 'x-first': 'yes' },
      body: '{"pin":"s3cret-value"}',
    })
    expect(JSON.stringify(came)).not.toContain('s3cret')
    expect(came).toMatchObject({
      request: {
        // Made without the secret, so what is computed of it says nothing.
        headers: { authorization: 'Bearer •••', 'x-first': 'no' },
        body: '{"pin":"•••"}',
      },
      response: { headers: { 'x-echo': '•••' }, body: { echo: 'it was •••' } },
    })
  })

  it('sends no secret to a host that it is not kept for', async () => {
    const target = await aTarget()
    const secret = await aSecret('a value', { hosts: [target.host] })
    const call = posted(target, { path: '/a', headers: { authorization: `{{ secrets.${secret} }}` } })
    const graph = drawn(call)
    await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { hosts: ['echo'] } }))
    await expectProblem(await ask(graph, await draft(asAdmin, graph)), 'graph-invalid')
    expect(await target.requests()).toEqual([])
  })
})

describe('what came of it is classed as in a run', () => {
  const failing = { act: { idempotency: 'none' as const, reversibility: 'irreversible' as const } }

  it('a refusal fails, a busy host is tried again, and what may have happened is uncertain', async () => {
    const target = await aTarget()
    const call = posted(target, { path: '/a', body: 1 })
    await target.answers([answersWith(404, { no: 'such' }), answersWith(503), answersWith(503)])
    expect(await sent(drawn(call))).toMatchObject({
      response: { status: 404, body: { no: 'such' } },
      error: { class: 'http', status: 404, retryable: false },
      after: 'fails',
    })
    expect(await sent(drawn(call))).toMatchObject({
      error: { class: 'http', retryable: true },
      after: 'tries-again',
    })
    expect(await sent(drawn(call, failing))).toMatchObject({ after: 'is-uncertain' })
  })

  it('a time-out ends after the action’s own time', async () => {
    const target = await aTarget()
    await target.answers([], { type: 'hold' })
    const graph = drawn(posted(target, { path: '/a', body: 1 }), { act: { timeoutSeconds: 0.05 } })
    expect(await sent(graph)).toMatchObject({
      response: null,
      error: { class: 'timeout', message: expect.stringContaining('0.05 seconds') },
      after: 'tries-again',
    })
    await target.letGo()
  })

  it('an answer past the limit is dropped, and its status is told', async () => {
    const target = await aTarget()
    await target.answers([], { type: 'zipped', megabytes: 2, times: 1 })
    expect(await sent(drawn(posted(target, { path: '/a', body: 1 })))).toMatchObject({
      response: { status: 200, body: null },
      error: { class: 'limit' },
    })
  })

  it('what the egress guard blocks never leaves', async () => {
    // One that an older release took.
    await runInDurableObject(env.WORKSPACE.get(env.WORKSPACE.idFromName('default')), (_, { storage }) => {
      storage.sql.exec('INSERT INTO hosts VALUES (?, ?, 0)', 'linklocal', 'http://169.254.169.254/latest')
    })
    const call = { host: 'linklocal', method: 'GET' as const, path: '/meta-data' }
    expect(await sent(drawn(call))).toMatchObject({
      response: null,
      error: { class: 'policy', retryable: false, mayHaveHappened: false },
      after: 'fails',
    })
  })

  it('arguments, precondition, output and postcondition are held to what the action says', async () => {
    const target = await aTarget()
    const call = posted(target, { path: '/a', body: 1 })
    const act = {
      args: { type: 'object', required: ['id'] },
      needs: 'args.id > 0',
      output: { type: 'object', properties: { body: { type: 'object', required: ['n'] } } },
      ensures: 'output.body.n == args.id',
    }
    const classes = [
      (await sent(drawn(call, { act }), { args: {} })).error?.class,
      (await sent(drawn(call, { act }), { args: { id: 0 } })).error?.class,
    ]
    expect(await target.requests()).toEqual([])
    await target.answers([answersWith(200, {}), answersWith(200, { n: 2 }), answersWith(200, { n: 1 })])
    for (let turn = 0; turn < 3; turn += 1) {
      const came = await sent(drawn(call, { act }), { args: { id: 1 } })
      expect(came.response?.status).toBe(200)
      classes.push(came.error?.class)
    }
    expect(classes).toEqual(['schema', 'precondition', 'schema', 'postcondition', undefined])
  })
})

describe('policies hold for a call that is sent once', () => {
  const policy = (more: object) =>
    ({
      id: 'p',
      title: 'P',
      at: 'step',
      when: 'true',
      effect: 'deny',
      message: 'Not this.',
      ...more,
    }) as never

  it.each([
    ['at its input', { at: 'input', when: 'input.n > 5' }],
    ['at its plan', { at: 'plan', when: 'plan.steps.exists(s, s.action == "act")' }],
    ['at its step', { when: 'args.n > 5 && action.reversibility == "pure"' }],
    ['where an approval would be asked', { effect: 'require-approval' }],
    ['where they can’t be evaluated', { when: 'args.n.missing' }],
    ['for who sends, whatever the values say', { when: 'request.by == "admin"' }],
  ])('%s', async (_, more) => {
    const target = await aTarget()
    const graph = drawn(posted(target, { path: '/a', body: 1 }), { policies: [policy(more)] })
    const values = { args: { n: 9 }, input: { n: 9 }, request: { by: 'somebody else' } }
    expect(await sent(graph, values)).toMatchObject({
      request: null,
      error: { class: 'policy' },
      after: 'fails',
    })
    expect(await target.requests()).toEqual([])
    expect((await changesOf(graph.name)).map(({ what }) => what)).not.toContain('loop.call-tried')
  })

  it('and hide what they redact, in what is sent and in what is shown', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(200, { email: 'a@example.com', n: 1 }))
    const policies = [
      policy({ effect: 'redact', redact: ['/email'] }),
      policy({ id: 'q', at: 'output', effect: 'redact', redact: ['/body/email'] }),
    ]
    const call = posted(target, { path: '/a', body: '{{ args }}' })
    const came = await sent(drawn(call, { policies }), { args: { email: 'a@example.com' } })
    expect((await target.requests({ count: 1 }))[0]?.body).toBe('{"email":"[redacted]"}')
    expect(came.response?.body).toEqual({ email: '[redacted]', n: 1 })
  })

  it('of the workspace too, which a builder can’t change', async () => {
    const { admin, builder } = await aWorkspace({ publish: false, rollout: false })
    const graph = aGraph()
    const loop = await draft(builder, graph)
    const set = { policies: [policy({ message: 'The workspace says no.' })], note: '' }
    await jsonOf(await admin('/api/policies', { method: 'PUT', json: set, headers: { 'if-match': '"0"' } }))
    const came = SentOnce.parse(await jsonOf(await ask(graph, loop, {}, builder)))
    expect(came.error).toMatchObject({ class: 'policy', message: 'The workspace says no.' })
  })
})

describe('no call is sent', () => {
  it('of an action that does not compile: the problem says why', async () => {
    const target = await aTarget()
    const graph = drawn(posted(target, { path: '/{{ args. }}' }))
    const problem = await expectProblem(await ask(graph, await draft(asAdmin, graph)), 'graph-invalid')
    expect(problem.detail).toMatch(/^The action “act” has one error\./)
    expect(problem.errors?.[0]).toMatchObject({ pointer: '/nodes/2/call/path' })
  })

  it('of what is none, or no HTTP request', async () => {
    const graph = aGraph({ act: { call: { uses: 'transform', value: 1 } } })
    const loop = await draft(asAdmin, graph)
    await expectProblem(await ask(graph, loop), 'invalid-request')
    await expectProblem(await ask(graph, loop, { node: 'verify' }), 'graph-invalid')
    await expectProblem(await ask({ nodes: 7 }, loop), 'graph-invalid')
    await expectProblem(await ask(graph, 'no-such-loop'), 'loop-not-found')
  })

  it('where publishing takes a second person', async () => {
    const { builder, admin } = await aWorkspace()
    const graph = aGraph()
    const loop = await draft(builder, graph)
    await expectProblem(await ask(graph, loop, {}, builder), 'second-person-required')
    await expectProblem(await ask(graph, loop, {}, admin), 'second-person-required')
  })

  it('past so many in a minute, and others are not held up by it', async () => {
    const { builder, aToken } = await aWorkspace({ publish: false, rollout: false })
    const graph = aGraph()
    const loop = await draft(builder, graph)
    const other = await aToken('builder')
    for (let call = 0; call < apiLimits.callsSentOncePerMinute; call += 1)
      expect((await ask(graph, loop, {}, builder)).status).toBe(200)
    const refused = await ask(graph, loop, {}, builder)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    await expectProblem(refused, 'too-many-attempts')
    expect((await ask(graph, loop, {}, other)).status).toBe(200)
  })
})
