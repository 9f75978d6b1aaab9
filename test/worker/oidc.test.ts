import { describe, expect, it } from 'vitest'
import { Session, SessionList, SignInWays } from '../../shared/api/identity.ts'
import { asAdmin, call, jsonOf, origin } from './support/edge.ts'
import { atProvider, Jar, oidcSettings, workerWith } from './support/oidc.ts'

const worker = () => workerWith(oidcSettings())

async function begin(jar: Jar, path = '/api/sign-in/oidc'): Promise<URL> {
  const response = await worker()(path)
  expect(response.status).toBe(302)
  jar.take(response)
  return new URL(response.headers.get('location') ?? '')
}

/** Signs somebody in at the provider; the answer that they come back to. */
async function signIn(who: string, jar = new Jar(), path?: string): Promise<Response> {
  const authorization = await begin(jar, path)
  const back = await atProvider(authorization.href, who)
  const response = await worker()(back, { headers: { cookie: jar.header } })
  jar.take(response)
  return response
}

const member = (name: string, role: string) =>
  asAdmin(`/api/members/${encodeURIComponent(name)}`, { method: 'PUT', json: { role } })

const sessionOf = async (jar: Jar) =>
  Session.parse(await jsonOf(await call('/api/session', { headers: { cookie: jar.header } })))

const refused = (response: Response) => {
  expect(response.status).toBe(302)
  expect(response.headers.getSetCookie().join()).not.toContain('pavane_session')
  return response.headers.get('location')
}

describe('signing in at an OpenID Connect provider', () => {
  it('is offered under the name of the provider', async () => {
    const response = await workerWith({ ...oidcSettings(), PAVANE_OIDC_NAME: 'Acme' })('/api/sign-in')
    expect(SignInWays.parse(await response.json())).toEqual({ link: true, oidc: 'Acme', access: false })
    expect(await jsonOf(await call('/api/sign-in'))).toMatchObject({ oidc: null })
  })

  it('sends a state, a nonce and a PKCE challenge, and keeps what they answer to from scripts', async () => {
    const response = await worker()('/api/sign-in/oidc')
    const query = new URL(response.headers.get('location') ?? '').searchParams
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${origin}/api/sign-in/oidc/callback`,
    })
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^pavane_sign_in=\S+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/)
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(query.get(name)?.length).toBeGreaterThanOrEqual(43)
      expect(cookie).not.toContain(query.get(name))
    }
  })

  it('begins a session for a member, and goes on to where they wanted', async () => {
    await member('vera@pavane.test', 'builder')
    const jar = new Jar()
    const response = await signIn('vera', jar, '/api/sign-in/oidc?next=/loops/a%3Fx=1')
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe('/loops/a?x=1')
    expect(await sessionOf(jar)).toMatchObject({ name: 'vera@pavane.test', role: 'builder' })
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith('pavane_session='))
    expect(cookie).toContain('HttpOnly; SameSite=Strict')
  })

  it.for([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/%09/evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/.\\\\evil.example',
  ])('never goes on to %j', async (next) => {
    await member('vera@pavane.test', 'builder')
    const response = await signIn('vera', new Jar(), `/api/sign-in/oidc?next=${encodeURIComponent(next)}`)
    const location = response.headers.get('location') ?? ''
    expect(new URL(location, origin).origin).toBe(origin)
    expect(location).toMatch(/^\/(?![/\\])/)
  })

  it('makes whom the environment names an admin, whatever is set here', async () => {
    await member('first@pavane.test', 'viewer')
    const jar = new Jar()
    await signIn('first', jar)
    expect(await sessionOf(jar)).toMatchObject({ role: 'admin' })
  })

  it('gives the strongest role of the groups that the provider names', async () => {
    await member('group:reviewers', 'reviewer')
    await member('group:ops', 'operator')
    const jar = new Jar()
    await signIn('grace', jar)
    expect(await sessionOf(jar)).toMatchObject({ role: 'operator' })
    await member('group:reviewers', 'operator')
    await member('group:ops', 'reviewer')
    expect(await sessionOf(jar)).toMatchObject({ role: 'operator' })
    await member('group:reviewers', 'reviewer')
    await asAdmin('/api/members/group%3Aops', { method: 'DELETE' })
    expect(await sessionOf(jar)).toMatchObject({ role: 'reviewer' })
    await asAdmin('/api/members/group%3Areviewers', { method: 'DELETE' })
    expect((await call('/api/session', { headers: { cookie: jar.header } })).status).toBe(401)
  })

  it('gives a role of one’s own before that of a group, also where it is weaker', async () => {
    await member('group:ops', 'operator')
    await member('grace@pavane.test', 'viewer')
    const jar = new Jar()
    await signIn('grace', jar)
    expect(await sessionOf(jar)).toMatchObject({ role: 'viewer' })
    for (const name of ['group%3Aops', 'grace%40pavane.test'])
      await asAdmin(`/api/members/${name}`, { method: 'DELETE' })
  })

  it('refuses whom nobody gave a role, unless everyone else has one', async () => {
    expect(refused(await signIn('stranger'))).toBe('/sign-in?fault=no-role')
    await asAdmin('/api/members', { method: 'PUT', json: { defaultRole: 'viewer' } })
    const jar = new Jar()
    await signIn('stranger', jar)
    expect(await sessionOf(jar)).toMatchObject({ role: 'viewer' })
    await asAdmin('/api/members', { method: 'PUT', json: { defaultRole: null } })
    expect((await call('/api/session', { headers: { cookie: jar.header } })).status).toBe(401)
  })

  it('lets a person in whose only role is in another workspace, and in the first of several', async () => {
    const names = ['b', 'a'].map((letter) => `only-${letter}-${crypto.randomUUID().slice(0, 8)}`)
    for (const workspace of names) {
      await asAdmin('/api/workspaces', { method: 'POST', json: { name: workspace } })
      const headers = { 'pavane-workspace': workspace }
      const path = `/api/members/${encodeURIComponent('elsewhere@pavane.test')}`
      await asAdmin(path, { method: 'PUT', json: { role: 'reviewer' }, headers })
    }
    const jar = new Jar()
    const response = await signIn('elsewhere', jar, '/api/sign-in/oidc?next=/runs')
    expect(response.headers.get('location')).toBe('/runs')
    expect(await sessionOf(jar)).toMatchObject({ workspace: names[1], role: 'reviewer' })
  })

  it('takes only addresses that the provider calls verified, unless told to trust it', async () => {
    await member('unproven@pavane.test', 'admin')
    expect(refused(await signIn('unproven'))).toBe('/sign-in?fault=unverified')
    const trusting = workerWith({ ...oidcSettings(), PAVANE_OIDC_TRUST_EMAIL: '1' })
    const jar = new Jar()
    const authorization = await begin(jar)
    const back = await atProvider(authorization.href, 'unproven')
    jar.take(await trusting(back, { headers: { cookie: jar.header } }))
    expect(await sessionOf(jar)).toMatchObject({ role: 'admin' })
    await asAdmin('/api/members/unproven%40pavane.test', { method: 'DELETE' })
  })

  it('refuses whose address the provider does not tell, and who does not want to', async () => {
    expect(refused(await signIn('nameless'))).toBe('/sign-in?fault=no-email')
    expect(refused(await signIn('refuses'))).toBe('/sign-in?fault=provider')
  })

  it('takes an answer only from the browser that asked, once', async () => {
    await member('vera@pavane.test', 'builder')
    const [mine, theirs] = [new Jar(), new Jar()]
    await begin(theirs)
    const back = await atProvider((await begin(mine)).href, 'vera')
    expect(refused(await worker()(back))).toBe('/sign-in?fault=expired')
    expect(refused(await worker()(back, { headers: { cookie: theirs.header } }))).toBe(
      '/sign-in?fault=provider',
    )
    const kept = mine.header
    mine.take(await worker()(back, { headers: { cookie: kept } }))
    expect(await sessionOf(mine)).toMatchObject({ role: 'builder' })
    expect(kept).toContain('pavane_sign_in=')
    expect(mine.header).not.toContain('pavane_sign_in')
    expect(refused(await worker()(back, { headers: { cookie: kept } }))).toBe('/sign-in?fault=provider')
  })

  it.for([
    ['a changed state', (url: URL) => url.searchParams.set('state', 'x')],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['a made-up code', (url: URL) => url.searchParams.set('code', 'x')],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
  ] as const)('refuses an answer with %s', async ([, change]) => {
    const jar = new Jar()
    const back = new URL(await atProvider((await begin(jar)).href, 'vera'))
    change(back)
    expect(refused(await worker()(back.href, { headers: { cookie: jar.header } }))).toBe(
      '/sign-in?fault=provider',
    )
  })

  it('ends the session that the browser had before', async () => {
    await member('vera@pavane.test', 'builder')
    const jar = new Jar()
    await signIn('vera', jar)
    const before = jar.header
    await signIn('vera', jar)
    expect((await call('/api/session', { headers: { cookie: before } })).status).toBe(401)
    const { sessions } = SessionList.parse(
      await jsonOf(await call('/api/sessions', { headers: { cookie: jar.header } })),
    )
    expect(sessions.filter(({ current }) => current)).toMatchObject([
      { name: 'vera@pavane.test', via: 'oidc' },
    ])
  })

  it('says on the sign-in page that the provider does not answer', async () => {
    const dead = workerWith({ ...oidcSettings(), PAVANE_OIDC_ISSUER: 'http://127.0.0.1:9' })
    expect(refused(await dead('/api/sign-in/oidc'))).toBe('/sign-in?fault=provider')
  })

  it('asks for TLS where the server is not a builder’s own', async () => {
    const deployed = workerWith({ ...oidcSettings(), PAVANE_LOCAL: '' })
    expect(refused(await deployed('/api/sign-in/oidc'))).toBe('/sign-in?fault=provider')
  })
})
