import { afterEach, describe, expect, it, vi } from 'vitest'
import { Breakers } from '../../../worker/effects/Breakers.ts'
import type { CallContext } from '../../../worker/effects/executor.ts'
import { type Outgoing, send } from '../../../worker/effects/send.ts'
import { env } from '../support/edge.ts'

/** A server that is not local, and what it would have sent. */
const atEdge = { ...env, PAVANE_LOCAL: null, PAVANE_DNS: null }

const get = (over: Partial<Outgoing> = {}): Outgoing => ({
  host: 'api',
  method: 'GET',
  accepts: [],
  render: (baseUrl) => ({ ok: true, url: new URL(`${baseUrl}/things`), headers: new Headers(), body: null }),
  ...over,
})

const contextOf = (baseUrl: string, over: Partial<CallContext> = {}): CallContext => ({
  env: atEdge,
  hosts: { api: { baseUrl, sandbox: false } },
  breakers: new Breakers(),
  breaker: null,
  trace: '0af7651916cd43dd8448eb211c80319c',
  timeoutMs: 5000,
  signal: new AbortController().signal,
  scope: {},
  secrets: {},
  masks: {},
  ...over,
})

type Dns = Record<string, { A?: string[]; AAAA?: string[]; status?: number; ttl?: number }>

/** Stands in for the Internet: a resolver with these records, and hosts that answer with `respond`. */
function internet(records: Dns, respond: (request: Request) => Response = () => Response.json({ ok: true })) {
  const asked: string[] = []
  const called: Request[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input as Request, init)
    const url = new URL(request.url)
    if (url.hostname !== 'cloudflare-dns.com') {
      called.push(request)
      return respond(request)
    }
    const name = url.searchParams.get('name') ?? ''
    const type = url.searchParams.get('type') as 'A' | 'AAAA'
    asked.push(`${type} ${name}`)
    const found = records[name]
    if (!found) return Response.json({ Status: 3 })
    const number = type === 'A' ? 1 : 28
    const answers = (found[type] ?? []).map((data) => ({ name, type: number, TTL: found.ttl ?? 60, data }))
    const alias = { name, type: 5, TTL: found.ttl ?? 60, data: 'elsewhere.example.' }
    return Response.json({ Status: found.status ?? 0, Answer: [alias, ...answers] })
  })
  return { asked, called }
}

const aName = () => `${crypto.randomUUID()}.example`

describe('a name', () => {
  afterEach(() => void vi.restoreAllMocks())

  it.each([
    { A: ['10.0.0.5'] },
    { A: ['93.184.216.34', '127.0.0.1'] },
    { A: ['93.184.216.34'], AAAA: ['::1'] },
    { AAAA: ['::ffff:169.254.169.254'] },
    { AAAA: ['64:ff9b::a00:1'] },
    { A: ['0.0.0.0'] },
    { A: ['not an address'] },
  ])('that leads to %j is not called', async (records) => {
    const name = aName()
    const { called } = internet({ [name]: records })
    expect(await send(get(), contextOf(`https://${name}`))).toMatchObject({
      ok: false,
      error: { class: 'policy', mayHaveHappened: false, retryable: false },
    })
    expect(called).toEqual([])
  })

  it('that leads to public addresses is called, and asked for once', async () => {
    const name = aName()
    const { asked, called } = internet({ [name]: { A: ['93.184.216.34'], AAAA: ['2606:4700::1111'] } })
    for (const _ of [1, 2])
      expect(await send(get(), contextOf(`https://${name}`))).toMatchObject({ ok: true })
    expect(called.map(({ url }) => url)).toEqual([`https://${name}/things`, `https://${name}/things`])
    expect(asked).toEqual([`A ${name}`, `AAAA ${name}`])
  })

  it('that is not there, or that nobody can be asked about, is not called and may be tried again', async () => {
    const [gone, broken] = [aName(), aName()]
    const { called } = internet({ [broken]: { status: 2 } })
    for (const name of [gone, broken])
      expect(await send(get(), contextOf(`https://${name}`))).toMatchObject({
        error: { class: 'network', mayHaveHappened: false, retryable: true },
      })
    expect(called).toEqual([])
  })

  it.each([
    [86_400, 300],
    [60, 60],
    [0, 5],
  ])('whose answer may be kept for %d seconds is asked about again after %d', async (ttl, seconds) => {
    const name = aName()
    const records: Dns = { [name]: { A: ['93.184.216.34'], ttl } }
    const { asked } = internet(records)
    const start = Date.now()
    const now = vi.spyOn(Date, 'now')
    const sendAfter = (later: number) => {
      now.mockReturnValue(start + later)
      return send(get(), contextOf(`https://${name}`))
    }
    for (const later of [0, seconds * 1000 - 1]) expect(await sendAfter(later)).toMatchObject({ ok: true })
    expect(asked).toHaveLength(2)
    // It leads to this machine by now.
    records[name] = { A: ['127.0.0.1'], ttl }
    expect(await sendAfter(seconds * 1000)).toMatchObject({ ok: false, error: { class: 'policy' } })
    expect(asked).toHaveLength(4)
  })

  it('that nobody could be asked about is asked about anew the next time', async () => {
    const name = aName()
    const records: Dns = { [name]: { status: 2 } }
    internet(records)
    expect(await send(get(), contextOf(`https://${name}`))).toMatchObject({ ok: false })
    records[name] = { A: ['93.184.216.34'] }
    expect(await send(get(), contextOf(`https://${name}`))).toMatchObject({ ok: true })
  })

  it('is not looked up by a local server, and neither is an address', async () => {
    const { asked, called } = internet({})
    await send(get(), contextOf('http://nas.lan', { env }))
    await send(get(), contextOf('http://93.184.216.34'))
    expect([asked, called.length]).toEqual([[], 2])
  })
})

describe('a redirect', () => {
  afterEach(() => void vi.restoreAllMocks())

  const from = 'https://93.184.216.34'
  const to = (location: string, status = 302) => new Response('', { status, headers: { location } })
  const follow = (
    locations: Record<string, string>,
    redirects: NonNullable<Outgoing['redirects']> = { max: 3 },
    hosts: Record<string, string> = {},
  ) => {
    const { called } = internet({}, ({ url }) => {
      const location = locations[new URL(url).pathname]
      return location === undefined ? Response.json({ at: url }) : to(location)
    })
    const more = Object.entries(hosts).map(([name, baseUrl]) => [name, { baseUrl, sandbox: false }])
    const render: Outgoing['render'] = (baseUrl) => ({
      ok: true,
      url: new URL(`${baseUrl}/start`),
      headers: new Headers({
        authorization: 'Bearer s3cret-token',
        'x-api-key': 's3cret-token',
        accept: 'text/csv',
      }),
      body: null,
    })
    const context = contextOf(from)
    const sent = send(get({ redirects, render }), {
      ...context,
      hosts: { ...context.hosts, ...Object.fromEntries(more) },
      secrets: { token: 's3cret-token' },
      masks: { token: 's3cret-token' },
    })
    return sent.then((result) => ({ result, called }))
  }

  it('is not followed unless the action says so', async () => {
    const { called } = internet({}, () => to('/next'))
    expect(await send(get(), contextOf(from))).toMatchObject({ ok: false, error: { status: 302 } })
    expect(called).toHaveLength(1)
  })

  it('on the same host is followed with what came along', async () => {
    const { result, called } = await follow({ '/start': '/next', '/next': 'end' })
    expect(result).toMatchObject({ ok: true, body: { at: `${from}/end` } })
    expect(called.map(({ headers }) => headers.get('authorization'))).toEqual(
      Array(3).fill('Bearer s3cret-token'),
    )
  })

  it('to another origin that the action names takes no credential along, and brings none back', async () => {
    const blob = 'https://1.1.1.1'
    const { result, called } = await follow(
      { '/start': `${blob}/file`, '/file': `${from}/back` },
      { max: 3, hosts: ['blob'] },
      { blob },
    )
    expect(result).toMatchObject({ ok: true, body: { at: `${from}/back` } })
    for (const { headers } of called.slice(1)) {
      expect(headers.get('authorization')).toBeNull()
      expect(headers.get('x-api-key')).toBeNull()
      expect(headers.get('accept')).toBe('text/csv')
    }
  })

  it.each([
    ['a host that it does not name', 'https://1.1.1.1/x', {}],
    ['a host of the workspace that it does not name', 'https://8.8.8.8/x', { other: 'https://8.8.8.8' }],
    ['another port', `${from}:8443/x`, {}],
    ['another scheme', 'http://93.184.216.34/x', {}],
    ['this machine', 'http://127.0.0.1/x', {}],
    ['metadata', 'http://169.254.169.254/latest', {}],
    ['no web address', 'file:///etc/passwd', {}],
    ['a look-alike', 'https://93.184.216.34.evil.example/x', {}],
    ['credentials', 'https://evil@1.1.1.1/x', {}],
    ['a named host that is private', 'http://10.0.0.1/x', { blob: 'http://10.0.0.1' }],
    ['outside of a named host’s path', 'https://1.1.1.1/other', { blob: 'https://1.1.1.1/files' }],
    ['outside of it by dots', 'https://1.1.1.1/files/../other', { blob: 'https://1.1.1.1/files' }],
    ['outside of it by coded dots', 'https://1.1.1.1/files/..%2fother', { blob: 'https://1.1.1.1/files' }],
  ])('to %s is not followed', async (_, location, hosts) => {
    const { result, called } = await follow({ '/start': location }, { max: 3, hosts: ['blob'] }, hosts)
    expect(result).toMatchObject({ ok: false, error: { class: 'policy' } })
    expect(called).toHaveLength(1)
  })

  it('is followed as often as the action says, and a circle no longer', async () => {
    const { result, called } = await follow({ '/start': '/start' }, { max: 2 })
    expect(result).toMatchObject({ ok: false, error: { class: 'http' } })
    expect(called).toHaveLength(3)
  })

  it('does not tell where it led with a secret in it', async () => {
    const { result } = await follow({ '/start': 'https://s3cret-token.evil.example/' })
    expect(JSON.stringify(result)).not.toContain('s3cret-token')
  })
})

describe('a secret', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('leaves encrypted only, but from a local server', async () => {
    const { called } = internet({})
    const withSecret = { secrets: { token: 's3cret-token' } }
    expect(await send(get(), contextOf('http://93.184.216.34', withSecret))).toMatchObject({
      error: { class: 'policy', mayHaveHappened: false },
    })
    expect(called).toEqual([])
    await send(get(), contextOf('https://93.184.216.34', withSecret))
    await send(get(), contextOf('http://127.0.0.1', { ...withSecret, env }))
    expect(called).toHaveLength(2)
  })
})
