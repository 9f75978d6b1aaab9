import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApprovalDetail } from '../../shared/api/approvals.ts'
import { CallbackList } from '../../shared/api/callbacks.ts'
import { RunPersonal } from '../../shared/api/privacy.ts'
import { routes } from '../../shared/api/routes.ts'
import { RunDetail } from '../../shared/api/runs.ts'
import { type Graph, graphFormat } from '../../shared/graph/graph.ts'
import { wire } from '../../shared/templates/wire.ts'
import { Api } from '../support/api.ts'
import { filesUnder } from '../support/filesUnder.ts'
import { followRun, logToEnd } from '../support/followRun.ts'
import { answerJson, HttpTarget, type TargetRequest } from '../support/httpTarget.ts'
import { LocalServer } from '../support/localServer.ts'
import { socketText } from '../support/socketText.ts'

/** A person, in values that are nobody’s and stand nowhere else. */
const person = {
  email: 'canary.of.pavane@person.example',
  phone: '+1 415 555 2671',
  card: '4111 1111 1111 1111',
  iban: 'DE89370400440532013000',
  passport: 'Zq7-canary-44',
  customer: { name: 'Quillonette Zzyxwvutson' },
}
const canaries = [
  person.email,
  person.phone,
  person.card,
  person.iban,
  person.passport,
  'Quillonette',
  'Zzyxwvutson',
]

/** Each of them in the ways in which it could be written down. */
const forms = canaries.flatMap((value) => [
  value,
  value.toUpperCase(),
  encodeURIComponent(value),
  Buffer.from(value).toString('hex'),
  ...['', 'u', 'us'].map((before) =>
    Buffer.from(`${before}${value}`)
      .toString('base64')
      .slice(before ? 4 : 0, -4),
  ),
])
const foundIn = (bytes: Buffer | string) =>
  forms.filter(
    (form) => bytes.includes(form) || (Buffer.isBuffer(bytes) && bytes.includes(form, 0, 'utf16le')),
  )

const once = { maxAttempts: 1, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' } as const

/** It sends what it knows of a person everywhere that a loop can, and asks somebody before it ends. */
function graphOf(name: string, act: string): Graph {
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
        auth: { scheme: 'none' },
        dedupe: 'input.email',
        input: {
          type: 'object',
          properties: { passport: { type: 'string', 'x-pavane-personal': 'national-id' } },
        },
        personal: { detect: ['email', 'phone', 'card', 'iban', 'names'], join: true },
        quality: [{ id: 'never', when: 'false', effect: 'flag', message: 'It is looked at.' }],
        callbacks: { secret: 'signing', to: [{ host: 'target', path: '/ended' }] },
      },
      {
        kind: 'planner',
        id: 'plan',
        title: 'Plan',
        strategy: {
          type: 'sequence',
          steps: [{ id: 'first', action: 'act', args: { all: '{{ input }}' }, why: 'It is asked for.' }],
        },
        expected: { to: '{{ input.email }}' },
      },
      {
        kind: 'action',
        id: 'act',
        title: 'Act',
        call: { uses: 'http', host: 'target', method: 'POST', path: act, body: '{{ args }}' },
        retry: once,
        leases: ['{{ args.all.email }}'],
        reversibility: 'pure',
        idempotency: 'keyed',
      },
      {
        kind: 'verifier',
        id: 'check',
        title: 'Check',
        onStepFailed: 'escalate',
        checks: [
          {
            type: 'drift',
            id: 'usual',
            baseline: 'people',
            fields: [{ name: 'who', value: 'input.email', as: 'category' }],
            onFail: 'flag',
            onInconclusive: 'escalate',
          },
        ],
      },
      {
        kind: 'approval',
        id: 'ask',
        title: 'Ask',
        approvers: ['approver'],
        deadlineSeconds: 3600,
        show: { about: '{{ input }}', said: '{{ steps }}' },
      },
      { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded', body: '{{ run.iteration }}' },
      { kind: 'outcome', id: 'stopped', title: 'Stopped', status: 'bailed', body: null },
    ],
    edges: [
      wire('start.input', 'plan.in'),
      wire('plan.plan', 'act.step'),
      wire('act.result', 'check.in'),
      wire('check.pass', 'done.in'),
      wire('check.escalate', 'ask.in'),
      wire('ask.granted', 'done.in'),
      wire('ask.denied', 'stopped.in'),
      wire('ask.expired', 'stopped.in'),
      ...(['replan', 'rollback', 'bail'] as const).map((port) => wire(`check.${port}`, 'stopped.in')),
    ],
    policies: [
      {
        id: 'seen',
        title: 'Seen',
        at: 'step',
        when: 'true',
        effect: 'flag',
        message: 'A step about somebody.',
      },
    ],
    limits: {},
    layout: { positions: {} },
  }
}

/** One whose target says all of it back, and one whose target refuses, quoting it. */
const loops = { takes: graphOf('takes', '/take'), quotes: graphOf('quotes', '/refuse') }
type Name = keyof typeof loops

const seen: TargetRequest[] = []
/** All that the server answered where something was set. */
const answers: string[] = []
/** What was sent while a run was under way: as server-sent events, over its socket. */
const streams = new Map<Name, { run: string; sse: string; socket: string }>()
let server: LocalServer
let target: HttpTarget
let api: Api

async function set(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await api.send(method, path, body, headers)
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`)
  answers.push(text)
  return text
}

const text = async (path: string, accept = 'application/json') =>
  (await api.send('GET', path, undefined, { accept })).text()

/** Calls a loop with a person in all that a caller can send, follows its run in both ways, and decides what it asks. */
async function play(name: Name): Promise<void> {
  await set('POST', '/api/loops', { name, graph: loops[name] })
  await set('POST', `/api/loops/${name}/versions`, { revision: 1, note: 'First' })
  const about = { 'user-agent': person.email, 'x-about': person.email }
  // Refused, and repeated: both are listed as deliveries.
  await api.send('POST', `/hooks/${name}?about=${encodeURIComponent(person.email)}`, person, {
    'content-type': 'text/html',
    ...about,
  })
  const headers = { prefer: 'respond-async', 'idempotency-key': person.email, ...about }
  const { run } = RunDetail.parse(JSON.parse(await set('POST', `/hooks/${name}`, person, headers)))
  await set('POST', `/hooks/${name}`, { ...person, again: true }, headers)
  const sse = text(`/api/runs/${run}/events?after=0`, 'text/event-stream')
  const socket = socketText(server, run)
  await set('POST', `/api/runs/${run}/signals`, { name: 'told', data: person })
  await decide(run)
  await logToEnd(api, run)
  streams.set(name, { run, sse: await sse, socket: await socket })
}

async function decide(run: string): Promise<void> {
  for await (const event of followRun(api, run)) {
    if (event.type !== 'approval.requested') continue
    const asked = await text(`/api/approvals/${encodeURIComponent(event.data.approval)}`)
    answers.push(asked)
    const { digest } = ApprovalDetail.parse(JSON.parse(asked))
    await set('POST', `/api/runs/${run}/approvals/${encodeURIComponent(event.data.approval)}`, {
      decision: 'grant',
      digest,
      note: `It is ${person.email} indeed`,
    })
    return
  }
}

/** Every address that can be read, for a run. */
function addressesOf(loop: Name): string[] {
  const known: Record<string, string> = {
    loop,
    run: streams.get(loop)?.run ?? '',
    version: '1',
    code: 'not-found',
    workspace: 'default',
    name: 'people',
  }
  return Object.values(routes)
    .filter(({ method, path }) => method === 'GET' && !path.includes('oidc'))
    .map(({ path }) =>
      path.replaceAll(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(known[name] ?? name)),
    )
}

/** The forms in which an address has what it gives. */
const acceptsOf = (address: string) => [
  'application/json',
  ...(/\/(events|bundle)$/.test(address) ? ['application/x-ndjson', 'text/event-stream'] : []),
]

beforeAll(async () => {
  target = await HttpTarget.listen((request, response) => {
    seen.push(request)
    // It says back what it was sent, in its own words, too.
    const said = {
      owner: { name: person.customer.name },
      words: `${person.email}, ${person.phone}`,
      got: request.body,
    }
    answerJson(response, request.path === '/refuse' ? 422 : 200, said)
  })
  server = await LocalServer.start({ env: { PAVANE_KEY: 'a-key-of-at-least-32-characters-for-tests' } })
  api = new Api(server)
  await set('PUT', '/api/hosts/target', { baseUrl: target.origin })
  await set('PUT', '/api/secrets/signing', { value: `whsec_${btoa('a key of thirty-two bytes, or so')}` })
  await play('takes')
  await play('quotes')
}, 120_000)

afterAll(async () => {
  await server?.discard()
  await target?.close()
})

describe('personal data', () => {
  it('reach the target of the action', () => {
    for (const path of ['/take', '/refuse'])
      expect(JSON.parse(seen.find((each) => each.path === path)?.body ?? '')).toEqual({ all: person })
  })

  it.each(['takes', 'quotes'] as const)('are in no stream of a run: %s', async (name) => {
    const { run, sse, socket } = streams.get(name) ?? { run: '', sse: '', socket: '' }
    const last = (await logToEnd(api, run)).at(-1)
    expect(last).toMatchObject({ type: 'run.ended', data: { outcome: 'succeeded' } })
    for (const stream of [sse, socket]) {
      expect(stream).toContain(last?.hash)
      expect(stream).toMatch(/\[personal:email:/)
      expect(foundIn(stream)).toEqual([])
    }
  })

  it('are in no callback whose body holds none', async () => {
    await expect.poll(() => seen.filter(({ path }) => path === '/ended').length).toBe(2)
    for (const { headers, body } of seen.filter(({ path }) => path === '/ended'))
      expect(foundIn(JSON.stringify([headers, body]))).toEqual([])
    for (const { run } of streams.values()) {
      const { callbacks } = await api.get(`/api/runs/${run}/callbacks`, CallbackList)
      expect(callbacks).toHaveLength(1)
    }
  })

  it.each(['takes', 'quotes'] as const)(
    'are in nothing that can be read of %s, whatever is asked',
    async (name) => {
      expect(answers.filter((answer) => foundIn(answer).length > 0)).toEqual([])
      for (const address of addressesOf(name))
        for (const accept of acceptsOf(address))
          expect([address, ...foundIn(await text(address, accept))]).toEqual([address])
    },
  )

  it('are told to who may see them and says why, and then neither the log of changes nor its bundle holds them', async () => {
    const { run } = streams.get('takes') ?? { run: '' }
    const { items } = await api.get(`/api/runs/${run}/personal`, RunPersonal)
    expect(new Set(items.map(({ kind }) => kind))).toEqual(
      new Set(['email', 'phone', 'card', 'iban', 'name', 'national-id']),
    )
    const tokens = items.map(({ token }) => token)
    const shown = await set('POST', `/api/runs/${run}/reveal`, { tokens, reason: 'A test' })
    for (const canary of [person.email, person.iban, person.passport]) expect(shown).toContain(canary)
    for (const address of ['/api/changes', '/api/changes/bundle', `/api/runs/${run}/personal`])
      expect([address, ...foundIn(await text(address))]).toEqual([address])
  })

  it('are not in the receipt of their erasure', async () => {
    const receipt = await set('POST', '/api/privacy/erasures', {
      subject: person.email,
      reason: 'They asked',
    })
    expect(JSON.parse(receipt)).toMatchObject({
      receipt: { runs: expect.arrayContaining([...streams.values()].map(({ run }) => run)) },
    })
    for (const each of [receipt, await text('/api/privacy/erasures')]) expect(foundIn(each)).toEqual([])
  })

  it('are not on the disk in the clear, nor in what the server prints', async () => {
    await server.kill()
    const files = filesUnder(server.state)
    const found = files.flatMap((file) => foundIn(readFileSync(file)).map((form) => ({ file, form })))
    expect(found).toEqual([])
    expect(files.some((file) => file.endsWith('.sqlite'))).toBe(true)
    expect(foundIn(server.output)).toEqual([])
    // What is looked for would be found.
    expect(foundIn(Buffer.from(`x${person.email}`, 'utf16le'))).toContain(person.email)
  })
})
