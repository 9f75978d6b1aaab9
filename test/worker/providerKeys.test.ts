import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { asAdmin } from './support/edge.ts'
import { Jar, workerWith } from './support/oidc.ts'
import { answersWith } from './support/target.ts'
import type { TargetAnswer, TargetRequest } from './support/targetServer.ts'

type Signer = { kid: string; key: CryptoKey; certificate: object }

async function aSigner(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  return {
    kid,
    key: privateKey,
    certificate: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
  }
}
const [old, next, stranger] = await Promise.all(['old', 'next', 'stranger'].map(aSigner))
if (!old || !next || !stranger) throw new Error('There are three')

/** Somebody who signs with keys that they publish at an address, and how often they were asked for them. */
type Issuer = {
  /** Whether somebody gets in whom that key vouches for. */
  admits(signer: Signer): Promise<boolean>
  publishes(...signers: Signer[]): Promise<void>
  timesAsked(): Promise<number>
}

function aServer() {
  const address = `${inject('targetOrigin')}/t/keys${crypto.randomUUID().replaceAll('-', '')}`
  const control = address.replace('/t/', '/control/')
  return {
    address,
    answers: (answers: unknown[], last: TargetAnswer) =>
      fetch(control, {
        method: 'PUT',
        body: JSON.stringify({ answers: answers.map((body) => answersWith(200, body)), last }),
      }),
    timesAsked: async (path: string) =>
      (await (await fetch(control)).json<TargetRequest[]>()).filter((each) => each.path === path).length,
  }
}

const inSeconds = () => Math.floor(Date.now() / 1000)
const sign = (claims: Record<string, unknown>, { kid, key }: Signer) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key)

async function accessTeam(): Promise<Issuer> {
  const server = aServer()
  const worker = workerWith({ PAVANE_ACCESS_TEAM: server.address, PAVANE_ACCESS_AUD: 'us' })
  return {
    async admits(signer) {
      const claims = { iss: server.address, aud: 'us', sub: 'a', email: 'first@pavane.test' }
      const assertion = await sign({ ...claims, exp: inSeconds() + 60 }, signer)
      const { status } = await worker('/api/session', { headers: { 'cf-access-jwt-assertion': assertion } })
      return status === 200
    },
    async publishes(...signers) {
      await server.answers([], answersWith(200, { keys: signers.map(({ certificate }) => certificate) }))
    },
    timesAsked: () => server.timesAsked('/cdn-cgi/access/certs'),
  }
}

/** What a provider at that address says of itself. */
const itselfOf = (issuer: string): Record<string, string> => ({
  issuer,
  ...Object.fromEntries(
    ['authorization_endpoint', 'token_endpoint', 'jwks_uri'].map((name) => [name, `${issuer}/${name}`]),
  ),
})

async function oidcProvider(): Promise<Issuer> {
  const server = aServer()
  const worker = workerWith({ PAVANE_OIDC_ISSUER: server.address, PAVANE_OIDC_CLIENT_ID: 'us' })
  let keys = answersWith(500)
  const path = '/api/sign-in/oidc'
  const issuer = server.address
  await server.answers([itselfOf(issuer)], keys)
  await worker(path)
  return {
    async admits(signer) {
      const jar = new Jar()
      const begun = await worker(path)
      jar.take(begun)
      const sent = new URL(begun.headers.get('location') ?? '').searchParams
      const iat = inSeconds()
      const whose = { iss: issuer, aud: 'us', sub: 'a', email: 'first@pavane.test', email_verified: true }
      const idToken = await sign({ ...whose, iat, exp: iat + 60, nonce: sent.get('nonce') }, signer)
      await server.answers([{ access_token: 'x', token_type: 'bearer', id_token: idToken }], keys)
      const state = encodeURIComponent(sent.get('state') ?? '')
      const headers = { cookie: jar.header }
      const back = await worker(`${path}/callback?code=x&state=${state}`, { headers })
      return back.headers.get('location') === '/'
    },
    async publishes(...signers) {
      keys = answersWith(200, { keys: signers.map(({ certificate }) => certificate) })
    },
    timesAsked: () => server.timesAsked('/jwks_uri'),
  }
}

const goOn = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

beforeAll(async () => {
  await asAdmin('/api/session')
})
afterEach(() => {
  vi.useRealTimers()
})

describe.each([
  { name: 'Cloudflare Access', issuerOf: accessTeam, forgottenAfter: 600 },
  { name: 'an OpenID Connect provider', issuerOf: oidcProvider, forgottenAfter: 300 },
])('the keys of $name', ({ issuerOf, forgottenAfter }) => {
  it('are asked for once as long as they serve', async () => {
    const issuer = await issuerOf()
    await issuer.publishes(old)
    for (let time = 0; time < 3; time += 1) expect(await issuer.admits(old)).toBe(true)
    expect(await issuer.timesAsked()).toBe(1)
  })

  it('are asked for once more for a new one', async () => {
    const issuer = await issuerOf()
    await issuer.publishes(old)
    expect(await issuer.admits(old)).toBe(true)
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    goOn(61)
    await issuer.publishes(old, next)
    for (const signer of [next, next, old, next]) expect(await issuer.admits(signer)).toBe(true)
    expect(await issuer.timesAsked()).toBe(2)
  })

  it('are not asked for again and again by who names unknown ones', async () => {
    const issuer = await issuerOf()
    await issuer.publishes(old)
    expect(await issuer.admits(old)).toBe(true)
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    goOn(61)
    for (let time = 0; time < 8; time += 1) expect(await issuer.admits(stranger)).toBe(false)
    expect(await issuer.timesAsked()).toBe(2)
    expect(await issuer.admits(old)).toBe(true)
  })

  it('hold no longer than they are kept once they are given up', async () => {
    const issuer = await issuerOf()
    await issuer.publishes(old, next)
    expect(await issuer.admits(old)).toBe(true)
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    await issuer.publishes(next)
    goOn(forgottenAfter + 1)
    expect(await issuer.admits(old)).toBe(false)
    expect(await issuer.admits(next)).toBe(true)
  })
})

describe('what an OpenID Connect provider says of itself', () => {
  const path = '/api/sign-in/oidc'
  const provider = () => {
    const server = aServer()
    const itself = itselfOf(server.address)
    const worker = workerWith({ PAVANE_OIDC_ISSUER: server.address, PAVANE_OIDC_CLIENT_ID: 'us' })
    const leadsTo = async () => (await worker(path)).headers.get('location') ?? ''
    return { server, itself, leadsTo, there: `${server.address}/authorization_endpoint` }
  }
  const timesAsked = (server: ReturnType<typeof aServer>) =>
    server.timesAsked('/.well-known/openid-configuration')

  it('is asked again at once where it could not be had', async () => {
    const { server, itself, leadsTo, there } = provider()
    await server.answers([], answersWith(500))
    expect(await leadsTo()).not.toContain(there)
    await server.answers([], answersWith(200, itself))
    expect(await leadsTo()).toContain(there)
    expect(await timesAsked(server)).toBe(2)
  })

  it('is asked once an hour', async () => {
    const { server, itself, leadsTo, there } = provider()
    await server.answers([], answersWith(200, itself))
    for (let time = 0; time < 3; time += 1) expect(await leadsTo()).toContain(there)
    expect(await timesAsked(server)).toBe(1)
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    goOn(3601)
    expect(await leadsTo()).toContain(there)
    expect(await timesAsked(server)).toBe(2)
  })
})
