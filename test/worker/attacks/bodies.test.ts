import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { apiLimits } from '../../../shared/api/limits.ts'
import { shardOf } from '../../../worker/objects/ports.ts'
import { aProgram } from '../../support/programs.ts'
import { deploy, echoAction, freshName } from '../support/deploy.ts'
import { asAdmin, call, ended, env, eventsOf, hook, jsonOf, runOf } from '../support/edge.ts'
import { aGraph } from '../support/graphs.ts'
import { expectProblem } from '../support/problems.ts'
import { answersWith, aTarget } from '../support/target.ts'

const actions = { act: echoAction() }
const json = { 'content-type': 'application/json' }

const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  call(path, { method: 'POST', body, headers: { ...json, ...headers } })

/** So many megabytes of blanks around a document, packed to about a thousandth. */
async function packed(format: 'gzip' | 'deflate', megabytes: number): Promise<ArrayBuffer> {
  const text = `{}${' '.repeat(megabytes * 1_048_576)}`
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream(format))).arrayBuffer()
}

describe('a body that unpacks to far more than it weighs', () => {
  it.for([
    ['gzip', 'gzip'],
    ['deflate', 'deflate'],
    ['gzip, gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['br', 'gzip'],
  ] as const)('is not unpacked, nor is any other: %s', async ([encoding, format]) => {
    const name = await deploy({ actions })
    const body = await packed(format, 4)
    expect(body.byteLength).toBeLessThan(apiLimits.bodyBytes)
    const headers = { 'content-encoding': encoding }
    const refused = await post(`/hooks/${name}`, body, headers)
    expect(refused.headers.get('accept-encoding')).toBe('identity')
    await expectProblem(refused, 'unsupported-media-type')
    const api = await asAdmin('/api/loops', { method: 'POST', body, headers: { ...json, ...headers } })
    await expectProblem(api, 'unsupported-media-type')
    expect((await post(`/hooks/${name}`, '{}', { 'content-encoding': 'identity' })).status).toBe(202)
  })
})

const polluting = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'

const expectClean = () => {
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  expect(Reflect.get([], 'polluted')).toBeUndefined()
}

describe('keys that pollute prototypes', () => {
  it.for([
    ['the graph itself', (text: string) => text.replace('"nodes"', '"__proto__":{"polluted":true},"nodes"')],
    ['a node', (text: string) => text.replace('"kind"', '"__proto__":{"polluted":true},"kind"')],
    [
      'its layout',
      (text: string) =>
        text.replace('"positions"', '"constructor":{"prototype":{"polluted":true}},"positions"'),
    ],
    ['the name of a node', (text: string) => text.replaceAll('"act"', '"__proto__"')],
  ] as const)('are refused in a graph that is imported: %s', async ([, change]) => {
    const name = freshName()
    const graph = change(JSON.stringify(aGraph({ name })))
    const body = `{"name":"${name}","graph":${graph}}`
    const response = await asAdmin('/api/loops', { method: 'POST', body, headers: json })
    expectClean()
    // What is not refused as a request is kept as a draft that is no program.
    if (response.ok) {
      const publish = { method: 'POST', json: { revision: 1, note: '' } }
      await expectProblem(await asAdmin(`/api/loops/${name}/versions`, publish), 'graph-invalid')
    } else await expectProblem(response, 'invalid-request')
    expectClean()
  })

  it('are data in a schema, an expression and an answer, and nothing more', async () => {
    const { trigger } = aProgram()
    const schema = JSON.parse(`{"type":"object","properties":${polluting}}`)
    const name = await deploy({
      trigger: { ...trigger, input: schema, dedupe: 'string(has(input.polluted)) + input.id' },
      actions,
    })
    const answer = await post(`/hooks/${name}`, `{"id":"1","deep":${polluting}}`, { prefer: 'wait=10' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('"constructor":{"prototype":{"polluted":true}}')
    expectClean()
  })

  it.for(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'name nothing that is there by itself: %s',
    async (name) => {
      expect((await asAdmin(`/api/loops/${name}`)).status).toBeGreaterThanOrEqual(400)
      expect((await asAdmin(`/api/settings/${name}`)).status).toBe(404)
      expect((await hook(name, {})).status).toBe(404)
      const host = await asAdmin(`/api/hosts/${name}`, { method: 'DELETE' })
      expect(host.status).toBeOneOf([400, 404])
    },
  )
})

describe('a document that is nested too deeply', () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
  const tooDeep = nested(apiLimits.jsonDepth + 1)

  it('is refused wherever one is taken', async () => {
    const name = await deploy({ actions })
    const { run } = await runOf(await hook(name, {}))
    const places = [
      ['POST', '/api/loops', `{"name":"x","graph":${tooDeep}}`],
      ['POST', '/api/tokens', tooDeep],
      ['PUT', '/api/hosts/deep', tooDeep],
      ['POST', `/api/runs/${run}/signals`, `{"name":"x","data":${tooDeep}}`],
      ['POST', `/hooks/${name}`, nested(100_000)],
    ] as const
    for (const [method, path, body] of places)
      await expectProblem(await asAdmin(path, { method, body, headers: json }), 'nesting-too-deep')
  })

  it('is no answer of a target that breaks its run', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(200, JSON.parse(nested(2000))))
    const name = await deploy({ actions: { act: echoAction({}, { host: target.host, body: null }) } })
    const { run } = await runOf(await hook(name, {}))
    await ended(run)
    expect((await eventsOf(run)).at(-1)?.type).toBe('run.ended')
  })
})

describe('a signed call that somebody got hold of', () => {
  const body = '{"n":1}'
  const sign = (value: string, id: string, at = new Date()) => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(value).sign(id, at, body),
  })
  async function signedLoop(value: string): Promise<string> {
    const secret = `signing_${crypto.randomUUID().replaceAll('-', '')}`
    await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { value } }))
    return deploy({
      trigger: { ...aProgram().trigger, auth: { scheme: 'standard-webhooks', secret } },
      actions,
    })
  }
  const secretOf = (text: string) => `whsec_${btoa(text.padEnd(24, '.'))}`

  it('starts one run, however often it is sent again at once', async () => {
    const name = await signedLoop(secretOf('one'))
    const headers = sign(secretOf('one'), 'msg_1')
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(`/hooks/${name}`, body, headers)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1)
    expect((await shardOf(env, name, 0).list({}, null, 10)).runs.length).toBe(1)
  })

  it('starts nothing in another loop, an hour later, or under another id, time or signature', async () => {
    const [one, other] = [secretOf('one'), secretOf('other')]
    const name = await signedLoop(one)
    const headers = sign(one, 'msg_1')
    const hour = 3_600_000
    const bent: [string, Record<string, string>][] = [
      [await signedLoop(other), headers],
      [name, sign(one, 'msg_1', new Date(Date.now() - hour))],
      [name, sign(one, 'msg_1', new Date(Date.now() + hour))],
      [name, { ...headers, 'webhook-id': 'msg_2' }],
      [name, { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }],
      [name, { ...headers, 'webhook-timestamp': 'NaN' }],
      [name, { ...headers, 'webhook-signature': headers['webhook-signature'].replace('v1,', 'v1a,') }],
      [name, { ...headers, 'webhook-signature': 'v1,' }],
    ]
    for (const [loop, sent] of bent)
      await expectProblem(await post(`/hooks/${loop}`, body, sent), 'signature-invalid')
  })
})
