import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { asAdmin, call } from './support/edge.ts'
import { Jar, workerWith } from './support/oidc.ts'
import { answersWith } from './support/target.ts'

const keys = await generateKeyPair('RS256')
const others = await generateKeyPair('RS256')

type Forged = { key?: CryptoKey; claims?: Record<string, unknown>; token?: (nonce: string) => string }

/** A provider of which each answer is made here, for what a real one would never say. */
async function forge({ key = keys.privateKey, claims = {}, token }: Forged) {
  const name = `p${crypto.randomUUID().replaceAll('-', '')}`
  const issuer = `${inject('targetOrigin')}/t/${name}`
  const settings = { PAVANE_OIDC_ISSUER: issuer, PAVANE_OIDC_CLIENT_ID: 'pavane' }
  const answers = (bodies: unknown[]) =>
    fetch(issuer.replace('/t/', '/control/'), {
      method: 'PUT',
      body: JSON.stringify({ answers: bodies.map((body) => answersWith(200, body)), last: answersWith(500) }),
    })
  const discovery = {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
  }
  await answers([discovery])
  const worker = workerWith(settings)
  const jar = new Jar()
  const begun = await worker('/api/sign-in/oidc')
  jar.take(begun)
  const sent = new URL(begun.headers.get('location') ?? '').searchParams
  const nonce = sent.get('nonce') ?? ''
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    iss: issuer,
    sub: 'mallory',
    aud: 'pavane',
    iat: now,
    exp: now + 60,
    nonce,
    email: 'first@pavane.test',
    email_verified: true,
    ...claims,
  }
  const idToken =
    token?.(btoa(JSON.stringify(payload))) ??
    (await new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key))
  const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }
  await answers([{ access_token: 'x', token_type: 'bearer', id_token: idToken }, jwks, jwks])
  const state = encodeURIComponent(sent.get('state') ?? '')
  const response = await worker(`/api/sign-in/oidc/callback?code=x&state=${state}`, {
    headers: { cookie: jar.header },
  })
  jar.take(response)
  return { location: response.headers.get('location'), jar }
}

beforeAll(async () => {
  await asAdmin('/api/session')
})

describe('an ID token', () => {
  it('signs in who it is for, when everything about it holds', async () => {
    const { location, jar } = await forge({})
    expect(location).toBe('/')
    const session = await call('/api/session', { headers: { cookie: jar.header } })
    expect(await session.json()).toMatchObject({ name: 'first@pavane.test', role: 'admin' })
  })

  const unsigned = (body: string) =>
    `${btoa('{"alg":"none"}').replace(/=+$/, '')}.${body.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}.`

  it.for<[string, Forged]>([
    ['that another key signed', { key: others.privateKey }],
    ['that nobody signed', { token: unsigned }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['for another application', { claims: { aud: 'other' } }],
    ['with another nonce', { claims: { nonce: 'x' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that has expired', { claims: { exp: Math.floor(Date.now() / 1000) - 3600 } }],
    ['without a subject', { claims: { sub: undefined } }],
  ])('%s signs nobody in', async ([, forged]) => {
    const { location, jar } = await forge(forged)
    expect(location).toBe('/sign-in?fault=provider')
    expect(jar.header).toBe('')
  })

  it.for([
    ['false', false],
    ['a text', 'true'],
    ['missing', undefined],
  ] as const)('whose email_verified is %s signs nobody in', async ([, verified]) => {
    expect((await forge({ claims: { email_verified: verified } })).location).toBe('/sign-in?fault=unverified')
  })

  it.for(['', 'no address', 'a@b c', 17, null])('with the address %j signs nobody in', async (email) => {
    expect((await forge({ claims: { email } })).location).toBe('/sign-in?fault=no-email')
  })
})
