import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../shared/api/routes.ts'
import { RunDetail } from '../../shared/api/runs.ts'
import { SecretList } from '../../shared/api/workspace.ts'
import { type Graph, graphFormat } from '../../shared/graph/graph.ts'
import type { HttpCall } from '../../shared/graph/nodes/action.ts'
import { plannerContract } from '../../shared/plan/contract.ts'
import { wire } from '../../shared/templates/wire.ts'
import { Api } from '../support/api.ts'
import { filesUnder } from '../support/filesUnder.ts'
import { logToEnd } from '../support/followRun.ts'
import { HttpTarget, type TargetRequest } from '../support/httpTarget.ts'
import { LocalServer } from '../support/localServer.ts'
import { socketText } from '../support/socketText.ts'

/** What targets are sent, what a caller shows, and what signs: none may be anywhere but in these requests. */
const sent = `cAnary/+"&<x> ${crypto.randomUUID()}`
const shown = `shown-${crypto.randomUUID()}`
const signing = `whsec_${Buffer.from(crypto.randomUUID()).toString('base64')}`
const former = `former-${crypto.randomUUID()}`

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** How a target could write a secret back. */
const writingsOf = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  encodeURIComponent(secret).replaceAll(/%../g, (each) => each.toLowerCase()),
  new URLSearchParams({ '': secret }).toString().slice(1),
  JSON.stringify(secret),
  JSON.stringify(JSON.stringify(secret)),
  Buffer.from(secret).toString('hex'),
  base64(secret),
  base64(`user:${secret}`),
  base64(`admin:${secret}:x`),
]

/** What is in a text wherever the secret is in it, in one of these writings. */
const formsOf = (secret: string) => [
  ...writingsOf(secret).slice(0, 4),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('hex'),
  ...['', 'u', 'us'].map((before) => base64(`${before}${secret}`).slice(4, -4)),
]
// The beginning of one is enough: a message may be cut off in the midst of it.
const forms = [sent, shown, signing, former].flatMap((secret) => [secret.slice(0, 8), ...formsOf(secret)])

const foundIn = (bytes: Buffer | string) =>
  forms.filter(
    (form) => bytes.includes(form) || (Buffer.isBuffer(bytes) && bytes.includes(form, 0, 'utf16le')),
  )

const secretOf = (headers: TargetRequest['headers']) => [headers['x-secret'] ?? ''].flat().join()

/** Sends back all that it was sent, in every way of writing it that it knows. */
function echo({ method, path, headers, body }: TargetRequest) {
  const secret = secretOf(headers)
  const written = writingsOf(secret)
  return {
    method,
    path,
    headers,
    body,
    written,
    [`key ${secret}`]: written.join(' '),
    text: `said ${written[4]}`,
  }
}

const seen: TargetRequest[] = []

const planner = { name: 'planner', version: '1' }

function answerOf(request: TargetRequest): {
  status: number
  headers?: Record<string, string>
  body: unknown
} {
  const all = echo(request)
  const at = request.path.split(/[/?]/)[1]
  switch (at) {
    case 'plan':
      return {
        status: 200,
        body: {
          contract: plannerContract,
          planner,
          steps: [{ id: 'first', action: 'act', args: { note: all.written.join(' ') }, why: all.text }],
          rationale: all.written,
          expected: all,
        },
      }
    case 'bad-plan':
      return { status: 200, body: all }
    case 'check':
      return { status: 200, body: { result: 'pass', message: all.text, evidence: all } }
    case 'fail':
      return { status: 422, body: all }
    case 'long':
      // A message that quotes the beginning of the answer would be cut in the midst of the secret.
      return { status: 500, body: `${'x'.repeat(190)}${secretOf(request.headers)}` }
    case 'elsewhere':
      return { status: 302, headers: { location: `https://evil.example/?${all.written[1]}` }, body: all.text }
    default:
      return { status: 200, body: all }
  }
}

const withSecrets = {
  authorization: 'Bearer {{ secrets.sent }}',
  'x-secret': '{{ secrets.sent }}',
}

function graphOf(name: string, call: Pick<HttpCall, 'method' | 'path' | 'redirects'>, plan: string): Graph {
  return {
    format: graphFormat,
    name,
    title: name,
    description: '',
    nodes: [
      {
        kind: 'trigger',
        id: 'start',
        title: 'Start',
        auth: { scheme: 'bearer', secret: 'shown' },
        callbacks: { secret: 'signing', to: [{ host: 'target', path: '/callback' }] },
      },
      {
        kind: 'planner',
        id: 'plan',
        title: 'Plan',
        strategy: {
          type: 'http',
          host: 'target',
          path: plan,
          headers: withSecrets,
          retry: { maxAttempts: 1, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' },
        },
      },
      {
        kind: 'action',
        id: 'act',
        title: 'Act',
        call: {
          uses: 'http',
          host: 'target',
          ...call,
          query: { key: '{{ secrets.sent }}' },
          headers: withSecrets,
          ...(call.method === 'GET'
            ? {}
            : { body: { secret: '{{ secrets.sent }}', note: '{{ args.note }}' } }),
        },
        retry: { maxAttempts: 1, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' },
        reversibility: 'pure',
        idempotency: 'keyed',
      },
      {
        kind: 'verifier',
        id: 'check',
        title: 'Check',
        checks: [
          {
            type: 'http',
            id: 'asked',
            call: { host: 'target', method: 'POST', path: '/check', headers: withSecrets },
            about: '{{ steps }}',
            onFail: 'bail',
          },
        ],
      },
      { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded', body: '{{ steps }}' },
      { kind: 'outcome', id: 'stopped', title: 'Stopped', status: 'bailed', body: '{{ verdict }}' },
    ],
    edges: [
      wire('start.input', 'plan.in'),
      wire('plan.plan', 'act.step'),
      wire('act.result', 'check.in'),
      wire('check.pass', 'done.in'),
      ...(['replan', 'rollback', 'escalate', 'bail'] as const).map((port) =>
        wire(`check.${port}`, 'stopped.in'),
      ),
    ],
    policies: [],
    limits: {},
    layout: { positions: {} },
  }
}

const loops = {
  keeps: graphOf('keeps', { method: 'POST', path: '/echo/{{ secrets.sent }}' }, '/plan'),
  fails: graphOf('fails', { method: 'POST', path: '/fail' }, '/plan'),
  quotes: graphOf('quotes', { method: 'POST', path: '/long' }, '/plan'),
  strays: graphOf('strays', { method: 'GET', path: '/elsewhere', redirects: { max: 3 } }, '/plan'),
  misplans: graphOf('misplans', { method: 'POST', path: '/echo' }, '/bad-plan'),
}

const keys = { first: 'first-key-of-at-least-32-characters', second: 'second-key-of-at-least-32-characters' }
const runs = new Map<string, string>()
/** All that the server answered while it was set up and called. */
const answers: string[] = []
let output = ''
let server: LocalServer
let target: HttpTarget
let told: (count: number) => Promise<void>

const call = (loop: string) =>
  fetch(`${server.origin}/hooks/${loop}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shown}`, 'content-type': 'application/json', prefer: 'wait=20' },
    body: '{}',
  })

async function restart(env: Record<string, string>): Promise<Api> {
  const { state, port } = server
  await server.kill()
  output += server.output
  server = await LocalServer.start({ state, port, env })
  return new Api(server)
}

beforeAll(async () => {
  let look = () => {}
  target = await HttpTarget.listen((request, response) => {
    seen.push(request)
    const { status, headers = {}, body } = answerOf(request)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    look()
  })
  told = (count) =>
    new Promise((done) => {
      look = () => seen.filter(({ path }) => path === '/callback').length >= count && done()
      look()
    })
  server = await LocalServer.start({ env: { PAVANE_KEY: keys.first } })
  const api = new Api(server)
  const set = async (path: string, body: unknown, method = 'PUT') => {
    const response = await api.send(method, path, body)
    const text = await response.text()
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`)
    answers.push(text)
  }
  await set('/api/hosts/target', { baseUrl: target.origin })
  await set('/api/secrets/sent', { value: former })
  await set('/api/secrets/sent', { value: sent, keepPreviousSeconds: 3600, hosts: ['target'] })
  await set('/api/secrets/shown', { value: shown, hosts: [] })
  await set('/api/secrets/signing', { value: signing })
  for (const [name, graph] of Object.entries(loops)) {
    await set('/api/loops', { name, graph }, 'POST')
    await set(`/api/loops/${name}/versions`, { revision: 1, note: 'First' }, 'POST')
    const answered = await call(name)
    const text = await answered.text()
    answers.push(text)
    const { runs: list } = (await (await api.send('GET', `/api/loops/${name}/runs`)).json()) as {
      runs: RunDetail[]
    }
    const run = list[0]?.run
    if (run === undefined) throw new Error(`${name} started nothing: ${answered.status} ${text}`)
    await logToEnd(api, run)
    runs.set(name, run)
  }
  await told(Object.keys(loops).length)
}, 120_000)

afterAll(async () => {
  await server?.discard()
  await target?.close()
})

describe('a secret', () => {
  it('reaches the targets that are named: its planner, its action, its checker', () => {
    const got = (at: string) =>
      seen.filter(({ path }) => path.startsWith(at)).map(({ headers }) => headers['x-secret'])
    for (const at of ['/plan', '/bad-plan', '/echo/', '/check', '/fail', '/long', '/elsewhere'])
      expect([at, ...new Set(got(at))]).toEqual([at, sent])
    expect(seen.find(({ path }) => path.startsWith('/echo/'))?.body).toContain(
      JSON.stringify(sent).slice(1, -1),
    )
  })

  it('is in no answer', () => {
    expect(answers).toHaveLength(5 + 3 * Object.keys(loops).length)
    expect(answers.filter((answer) => foundIn(answer).length > 0)).toEqual([])
  })

  it('is in no callback', () => {
    const callbacks = seen.filter(({ path }) => path === '/callback')
    expect(callbacks).toHaveLength(Object.keys(loops).length)
    for (const { headers, body } of callbacks) {
      expect(headers['webhook-signature']).toMatch(/^v1,/)
      expect(foundIn(body)).toEqual([])
      expect(foundIn(JSON.stringify(headers))).toEqual([])
    }
  })

  it.each(Object.keys(loops))('is in nothing that can be read of %s, whatever is asked', async (loop) => {
    const api = new Api(server)
    const run = runs.get(loop) ?? ''
    expect(await api.get(`/api/runs/${run}`, RunDetail)).toMatchObject({
      outcome: loop === 'keeps' ? 'succeeded' : 'bailed',
    })
    const known: Record<string, string> = {
      loop,
      run,
      version: '1',
      name: 'any',
      code: 'not-found',
      workspace: 'default',
    }
    const reads = Object.values(routes).filter(
      ({ method, path }) => method === 'GET' && !path.includes('oidc'),
    )
    for (const { path } of reads) {
      const asked = path.replaceAll(/:([a-z]+)/g, (_, name: string) =>
        encodeURIComponent(known[name] ?? name),
      )
      for (const accept of ['application/json', 'application/x-ndjson', 'text/event-stream']) {
        const text = await (await api.send('GET', asked, undefined, { accept })).text()
        expect([asked, ...foundIn(text)]).toEqual([asked])
      }
    }
    expect(foundIn(await socketText(server, run))).toEqual([])
    const events = await logToEnd(api, run)
    expect(events.some(({ type }) => type === 'step.failed')).toBe(
      ['fails', 'quotes', 'strays'].includes(loop),
    )
    const log = JSON.stringify(events)
    expect(log).toContain('•••')
    expect(foundIn(log)).toEqual([])
  })

  it('is not on the disk in the clear, nor in what the server prints', () => {
    const files = filesUnder(server.state)
    expect(files.filter((file) => foundIn(readFileSync(file)).length > 0)).toEqual([])
    expect(files.some((file) => file.endsWith('.sqlite'))).toBe(true)
    expect(foundIn(output + server.output)).toEqual([])
    // What is looked for would be found.
    expect(foundIn(Buffer.from(`x${sent}`, 'utf16le'))).toContain(sent)
  })
})

describe('a new key of the server', () => {
  const states = async (api: Api) => {
    const { secrets } = await api.get('/api/secrets', SecretList)
    return Object.fromEntries(secrets.map(({ name, sealed }) => [name, sealed]))
  }
  const all = (sealed: string) => ({ sent: sealed, shown: sealed, signing: sealed })
  const headersOf = () => seen.filter(({ path }) => path.startsWith('/echo/')).at(-1)?.headers['x-secret']

  it('takes over what was sealed under the one before, which may go then', async () => {
    expect(await states(new Api(server))).toEqual(all('current'))
    const both = await restart({ PAVANE_KEY: keys.second, PAVANE_KEY_PREVIOUS: keys.first })
    expect(await states(both)).toEqual(all('current'))
    // Once more changes nothing.
    expect(await (await both.send('POST', '/api/secrets/reseal')).json()).toEqual({
      resealed: 0,
      lost: [],
      // The key that joins personal values, and the one that signs receipts.
      keys: { current: 2, former: 0, lost: 0 },
    })
    expect((await call('keeps')).status).toBe(200)
    expect(await states(await restart({ PAVANE_KEY: keys.second }))).toEqual(all('current'))
    seen.length = 0
    const answered = await call('keeps')
    expect([answered.status, headersOf()]).toEqual([200, sent])
    expect(foundIn(await answered.text())).toEqual([])
  }, 120_000)

  it('without the one before opens nothing, says so, and harms nothing', async () => {
    const lost = await restart({ PAVANE_KEY: keys.first })
    expect(await states(lost)).toEqual(all('lost'))
    expect(await (await lost.send('POST', '/api/secrets/reseal')).json()).toEqual({
      resealed: 0,
      lost: ['sent', 'shown', 'signing'],
      keys: { current: 0, former: 0, lost: 2 },
    })
    expect((await call('keeps')).status).toBe(503)
    const found = await restart({ PAVANE_KEY: keys.second })
    expect(await states(found)).toEqual(all('current'))
    expect((await call('keeps')).status).toBe(200)
  }, 120_000)
})
