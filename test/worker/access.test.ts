import { beforeAll, describe, expect, it } from 'vitest'
import { Role } from '../../shared/api/rights.ts'
import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import { type RouteName, routes } from '../../shared/api/routes.ts'
import { bearer, type Headers, type Home, makeHome } from './access/home.ts'
import { policy } from './access/policy.ts'
import type { Asked, Entry } from './access/publicPolicy.ts'
import { adminToken, call, jsonOf, origin } from './support/edge.ts'

/** What is asked of the route besides its table entry: a stream is let in by the same rules. */
const asStream: Headers = { accept: 'text/event-stream' }

const table = Object.entries(routes) as [RouteName, RouteSpec][]

/** Somebody who asks, what shows who they are, and what they are in the workspace that is asked about. */
type Sender = {
  name: string
  /** Made anew for each request: a session may end with it. */
  headers: () => Headers | Promise<Headers>
  token: string | null
  is:
    | { kind: 'member'; role: Role }
    | { kind: 'server' }
    | { kind: 'nobody' }
    /** Of another workspace, where they are an admin. */
    | { kind: 'stranger'; ofServer: boolean }
    /** Says that they mean this workspace, which they are not of. */
    | { kind: 'intruder' }
    /** Let out to one other loop. */
    | { kind: 'narrowed' }
    /** A page of another site, in an admin's browser. */
    | { kind: 'other-site' }
}

let home: Home
let senders: Sender[] = []

beforeAll(async () => {
  const id = crypto.randomUUID().slice(0, 8)
  home = await makeHome(`home-${id}`)
  const rival = await makeHome(`rival-${id}`)
  const revoked = await home.aToken('admin')
  await home.ask(`/api/tokens/${revoked.id}`, { method: 'DELETE' })
  const expired = await home.aToken('admin', { expiresAt: 1 })
  const narrowed = await home.aToken('admin', { loops: ['another'] })
  const ofDefault = await call('/api/tokens', {
    method: 'POST',
    json: { name: 'An admin', role: 'admin', expiresAt: null },
    headers: bearer(adminToken),
  }).then((response) => jsonOf(response, 201) as Promise<{ token: string }>)
  const shows = (name: string, token: string, is: Sender['is'], more: Headers = {}): Sender => ({
    name,
    headers: () => ({ ...bearer(token), ...more }),
    token,
    is,
  })
  const browser = async (role: Role) => ({
    cookie: (await home.aSession(home.tokenOf(role))).cookie,
    origin,
    'sec-fetch-site': 'same-origin',
  })
  const asked = { 'pavane-workspace': home.name }
  const rivals = rival.tokenOf('admin')
  const nobody = { kind: 'nobody' } as const
  senders = [
    { name: 'nobody', headers: () => ({}), token: null, is: nobody },
    { name: 'nobody, naming the workspace', headers: () => asked, token: null, is: nobody },
    { ...shows('a wrong token', 'pvt_wrong', nobody), token: null },
    { ...shows('a wrong token of the workspace', `pvt_${home.name}.wrong`, nobody), token: null },
    { ...shows('a revoked token', revoked.token, nobody), token: null },
    { ...shows('an expired token', expired.token, nobody), token: null },
    ...Role.options.map((role) => shows(role, home.tokenOf(role), { kind: 'member', role })),
    ...(['viewer', 'admin'] as const).map(
      (role): Sender => ({
        name: `${role} in a browser`,
        headers: () => browser(role),
        token: home.tokenOf(role),
        is: { kind: 'member', role },
      }),
    ),
    {
      name: 'a page of another site, in the browser of an admin',
      headers: async () => ({
        ...(await browser('admin')),
        origin: 'https://evil.example',
        'sec-fetch-site': 'cross-site',
      }),
      token: home.tokenOf('admin'),
      is: { kind: 'other-site' },
    },
    shows('an admin’s token for another loop', narrowed.token, { kind: 'narrowed' }),
    { ...shows('the administrator of the server', adminToken, { kind: 'server' }, asked), token: null },
    shows('the administrator of the server, elsewhere', adminToken, { kind: 'stranger', ofServer: true }),
    shows('an admin of another workspace', rivals, { kind: 'stranger', ofServer: false }),
    shows('an admin of the default workspace', ofDefault.token, { kind: 'stranger', ofServer: false }),
    shows('an admin of another workspace, naming this one', rivals, { kind: 'intruder' }, asked),
    shows('an admin of the default workspace, naming this one', ofDefault.token, { kind: 'intruder' }, asked),
  ]
})

const isOpen = ({ who }: Entry) => who === 'anyone'
/** A socket is opened by a GET and carries what it likes, so it is none of a page of another site’s. */
const changesNothing = ({ method, status }: RouteSpec) => method === 'GET' && status !== 101

/** What the policy gives a sender: a status for whoever may, else the status and the problem. */
function expected(
  { who, status, elsewhere, exceptOtherSites }: Entry,
  { is }: Sender,
  spec: RouteSpec,
): string {
  if (who === 'anyone') return exceptOtherSites && is.kind === 'other-site' ? '403 forbidden' : String(status)
  const of = (may: boolean) => (may ? String(status) : '403 forbidden')
  switch (is.kind) {
    case 'nobody':
      return '401 unauthenticated'
    case 'member':
      return of(who !== 'server' && who.includes(is.role))
    case 'server':
      return of(who === 'server' || who.includes('admin'))
    case 'stranger':
      if (elsewhere === 'not-found') return '404'
      return of(who === 'server' ? is.ofServer : who.includes('admin'))
    case 'intruder':
      return '404'
    case 'narrowed':
      return spec.path === '/api/session' ? of(who !== 'server') : '403 forbidden'
    case 'other-site':
      return changesNothing(spec) ? of(who !== 'server' && who.includes('admin')) : '403 forbidden'
  }
}

/** Who sends wrong tokens is slowed down, by address. */
const freshAddress = () => `2001:db8::${crypto.randomUUID().slice(0, 4)}`

const fill = (path: string, { params = {}, query = '' }: Asked) =>
  `${path.replace(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? 'missing')).replace('*', 'here')}${query}`

async function send(spec: RouteSpec, asked: Asked, sender: Sender): Promise<{ got: string; text: string }> {
  const response = await call(fill(spec.path, asked), {
    method: spec.method === 'ANY' ? 'POST' : spec.method,
    ...(asked.json === undefined ? {} : { json: asked.json }),
    headers: { ...asked.headers, ...(await sender.headers()), 'cf-connecting-ip': freshAddress() },
  })
  const { status } = response
  if (response.headers.get('content-type') === 'text/event-stream') {
    // It stays open as long as the run does.
    await response.body?.cancel()
    return { got: `${status} stream`, text: '' }
  }
  response.webSocket?.accept()
  response.webSocket?.close()
  const text = await response.text()
  if (status < 400) return { got: String(status), text }
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const { type } = JSON.parse(text) as { type: string }
  return { got: `${status} ${type.replace('/problems/', '')}`, text }
}

/** An expected status alone leaves open which problem it is. */
const asExpected = (got: string, wanted: string) => (wanted.includes(' ') ? got : (got.split(' ')[0] ?? got))

describe('who may use which route', () => {
  it('has an entry for each route', () => {
    const missing = table.filter(([name]) => !policy[name])
    const advice = missing.map(
      ([name, { method, path, right }]) => `
The route “${name}” (${method} ${path}, right: ${right}) has no entry in the policy. Add to test/worker/access/policy.ts:
  ${name}: {
    who: [the roles that may],        // or 'anyone', or 'server'
    status: 200,                      // what they get
    elsewhere: '${path.includes(':') ? 'not-found' : 'own'}',           // what an admin of another workspace gets
    ask: (home) => ({ params, json }) // a valid request that names what is there; see test/worker/access/home.ts
  },`,
    )
    if (missing.length > 0) throw new Error(advice.join('\n'))
    expect(Object.keys(policy).filter((name) => !(name in routes))).toEqual([])
  })

  it.for(table.filter(([name]) => policy[name]))('is as the policy says of %s', async ([name, spec]) => {
    const entry = policy[name]
    if (!entry) throw new Error('Only routes with an entry are walked')
    const ask = async (token: string | null) => (entry.ask ? entry.ask(home, token) : {})
    // Whoever is refused changes nothing, so one request does for all of them.
    const forRefused = await ask(null)
    const wanted: Record<string, string> = {}
    const seen: Record<string, string> = {}
    /** The last change as it was found behind a refused request, unless somebody has changed something since. */
    let last: string | null = null
    for (const sender of senders) {
      const want = expected(entry, sender, spec)
      const refused = want !== String(entry.status)
      const asked = refused ? forRefused : await ask(sender.token)
      const before: string = refused ? (last ?? (await home.changes())) : ''
      const { got, text } = await send(spec, asked, sender)
      last = refused ? await home.changes() : null
      const changed = refused && last !== before
      // What a stranger sees of their own says nothing of ours.
      const isOfAnother = sender.is.kind === 'stranger' && !sender.is.ofServer
      const sawOurs =
        isOfAnother &&
        changesNothing(spec) &&
        !isOpen(entry) &&
        got.startsWith('2') &&
        text.includes(home.name)
      wanted[sender.name] = want
      seen[sender.name] =
        asExpected(got, want) +
        (changed ? ', and changed something' : '') +
        (sawOurs ? ', and saw what is ours' : '')
    }
    expect(seen).toEqual(wanted)
  })

  it('is the same for a run’s events as a stream', async () => {
    const entry = policy.getEvents
    if (!entry) throw new Error('Events have an entry')
    const spec = routes.getEvents
    const asked = { ...(await entry.ask?.(home, null)), headers: asStream }
    const wanted: Record<string, string> = {}
    const seen: Record<string, string> = {}
    for (const sender of senders) {
      const want = expected(entry, sender, spec)
      wanted[sender.name] = want === '200' ? '200 stream' : want
      seen[sender.name] = asExpected((await send(spec, asked, sender)).got, wanted[sender.name] ?? '')
    }
    expect(seen).toEqual(wanted)
  })
})
