import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { asAdmin, origin } from './support/edge.ts'
import { workerWith } from './support/oidc.ts'
import { expectProblem } from './support/problems.ts'
import { answersWith } from './support/target.ts'

const keys = await generateKeyPair('RS256', { extractable: true })
const others = await generateKeyPair('RS256')
const publicAsSecret = new TextEncoder().encode(await exportSPKI(keys.publicKey))
const inAnotherWay = await importJWK({ ...(await exportJWK(keys.privateKey)), alg: 'RS512' })
const inAnHour = Math.floor(Date.now() / 1000) + 3600
const team = () => `${inject('targetOrigin')}/t/team${name}`
const name = crypto.randomUUID().replaceAll('-', '')
const worker = () => workerWith({ PAVANE_ACCESS_TEAM: team(), PAVANE_ACCESS_AUD: 'the-application' })

type Made = { key?: CryptoKey | Uint8Array; alg?: string; claims?: Record<string, unknown> }

async function assertion({ key = keys.privateKey, alg = 'RS256', claims = {} }: Made = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    iss: team(),
    aud: ['the-application'],
    sub: 'a-subject',
    iat: now,
    exp: now + 60,
    type: 'app',
    email: 'Anna@pavane.test',
    ...claims,
  }
  if (alg === 'none') return new UnsecuredJWT(payload).encode()
  return new SignJWT(payload).setProtectedHeader({ alg, kid: 'one' }).sign(key)
}

const ask = async (made: Made = {}, path = '/api/session', init: RequestInit = {}) =>
  worker()(path, {
    ...init,
    headers: {
      'cf-access-jwt-assertion': await assertion(made),
      ...(init.headers as Record<string, string>),
    },
  })

beforeAll(async () => {
  const certs = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }
  await fetch(team().replace('/t/', '/control/'), {
    method: 'PUT',
    body: JSON.stringify({ answers: [], last: answersWith(200, certs) }),
  })
  for (const member of ['anna@pavane.test', 'group:approvers'])
    await asAdmin(`/api/members/${encodeURIComponent(member)}`, { method: 'PUT', json: { role: 'approver' } })
})

describe('Cloudflare Access', () => {
  it('says who is there, and the workspace what they may do', async () => {
    const response = await ask()
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ name: 'anna@pavane.test', role: 'approver' })
  })

  it('lets somebody into the first workspace that they have a role in, remembers it, and lets them go on in another', async () => {
    const names = ['a', 'b'].map((letter) => `access-${letter}-${crypto.randomUUID().slice(0, 8)}`)
    const claims = { email: 'away@pavane.test' }
    for (const workspace of names) {
      await asAdmin('/api/workspaces', { method: 'POST', json: { name: workspace } })
      const headers = { 'pavane-workspace': workspace }
      const path = `/api/members/${encodeURIComponent(claims.email)}`
      await asAdmin(path, { method: 'PUT', json: { role: 'builder' }, headers })
    }
    const first = await ask({ claims })
    expect(await first.json()).toMatchObject({ workspace: names[0], role: 'builder' })
    expect(first.headers.get('set-cookie')).toContain(
      `pavane_workspace=${names[0]}; Path=/; HttpOnly; SameSite=Strict`,
    )
    const listed = await (await ask({ claims }, '/api/workspaces')).json()
    expect(listed).toMatchObject({ workspaces: names.map((each) => ({ name: each })) })
    const enter = async (workspace: string) =>
      ask({ claims }, '/api/session', {
        method: 'PUT',
        headers: { origin, 'content-type': 'application/json' },
        body: JSON.stringify({ workspace }),
      })
    const entered = await enter(names[1] ?? '')
    expect(await entered.json()).toMatchObject({ workspace: names[1] })
    const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const there = await ask({ claims }, '/api/session', { headers: { cookie } })
    expect(await there.json()).toMatchObject({ workspace: names[1], role: 'builder' })
    await expectProblem(await enter('default'), 'workspace-not-found')
    // A cookie is no way in: of a workspace where they have no role they are let into their own.
    const bent = await ask({ claims }, '/api/session', { headers: { cookie: 'pavane_workspace=default' } })
    expect(await bent.json()).toMatchObject({ workspace: names[0] })
  })

  it('names groups as an identity provider passed them on', async () => {
    const claims = { email: 'bo@pavane.test', custom: { groups: ['approvers'] } }
    expect(await (await ask({ claims })).json()).toMatchObject({ name: 'bo@pavane.test', role: 'approver' })
  })

  it('lets in who has no role, and we do not', async () => {
    const problem = await expectProblem(await ask({ claims: { email: 'who@pavane.test' } }), 'forbidden')
    expect(problem.detail).toContain('who@pavane.test has no role here')
  })

  it.for<[string, Made]>([
    ['that another key signed', { key: others.privateKey }],
    ['of another team', { claims: { iss: 'https://evil.cloudflareaccess.com' } }],
    ['for another application', { claims: { aud: ['other'] } }],
    ['without an audience', { claims: { aud: undefined } }],
    ['that nobody signed', { alg: 'none' }],
    ['signed with its public key as a secret', { alg: 'HS256', key: publicAsSecret }],
    ['signed by its key in another way', { alg: 'RS512', key: inAnotherWay }],
    ['that does not hold yet', { claims: { nbf: inAnHour, exp: inAnHour + 60 } }],
    ['that has expired', { claims: { exp: 1 } }],
    ['that ended a minute ago', { claims: { exp: inAnHour - 3660 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['about nobody', { claims: { sub: undefined } }],
    ['of a program', { claims: { email: undefined, common_name: 'a-service.access' } }],
  ])('is not believed with an assertion %s', async ([, made]) => {
    await expectProblem(await ask(made), 'unauthenticated')
  })

  it('is believed after it has changed its keys, and no more with one that it gave up', async () => {
    const issuer = `${inject('targetOrigin')}/t/team${crypto.randomUUID().replaceAll('-', '')}`
    const settings = { PAVANE_ACCESS_TEAM: issuer, PAVANE_ACCESS_AUD: 'the-application' }
    const certify = async (key: CryptoKey, kid: string) => {
      const certs = { keys: [{ ...(await exportJWK(key)), kid, alg: 'RS256', use: 'sig' }] }
      await fetch(issuer.replace('/t/', '/control/'), {
        method: 'PUT',
        body: JSON.stringify({ answers: [], last: answersWith(200, certs) }),
      })
    }
    const status = async (key: CryptoKey, kid: string) => {
      const now = Math.floor(Date.now() / 1000)
      const claims = {
        iss: issuer,
        aud: 'the-application',
        sub: 'a',
        exp: now + 60,
        email: 'anna@pavane.test',
      }
      const signed = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key)
      const headers = { 'cf-access-jwt-assertion': signed }
      return (await workerWith(settings)('/api/session', { headers })).status
    }
    await certify(keys.publicKey, 'one')
    expect(await status(keys.privateKey, 'one')).toBe(200)
    await certify(others.publicKey, 'two')
    vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] })
    const after = [await status(others.privateKey, 'two'), await status(keys.privateKey, 'one')]
    vi.useRealTimers()
    expect(after).toEqual([200, 401])
  })

  it.for([
    ['fail', answersWith(500)],
    ['are no keys', answersWith(200, { keys: 'none' })],
    ['are not answered', { type: 'drop' } as const],
  ] as const)(
    'is asked about again later where its keys %s: nobody is refused for that',
    async ([, last]) => {
      const issuer = `${inject('targetOrigin')}/t/team${crypto.randomUUID().replaceAll('-', '')}`
      const certify = (answer: unknown) =>
        fetch(issuer.replace('/t/', '/control/'), {
          method: 'PUT',
          body: JSON.stringify({ answers: [], last: answer }),
        })
      const settings = { PAVANE_ACCESS_TEAM: issuer, PAVANE_ACCESS_AUD: 'the-application' }
      const enter = async () => {
        const headers = { 'cf-access-jwt-assertion': await assertion({ claims: { iss: issuer } }) }
        return workerWith(settings)('/api/session', { headers })
      }
      await certify(last)
      const refused = await enter()
      expect(refused.headers.get('retry-after')).toBe('5')
      expect((await expectProblem(refused, 'unavailable')).detail).toContain('Cloudflare Access')
      const key = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
      await certify(answersWith(200, { keys: [key] }))
      expect((await enter()).status).toBe(200)
    },
  )

  it('is not believed where the environment names no application', async () => {
    const headers = { 'cf-access-jwt-assertion': await assertion() }
    await expectProblem(await workerWith({})('/api/session', { headers }), 'unauthenticated')
  })

  it('lets only our own pages change things, since the browser sends its word along with any', async () => {
    const change = (headers: Record<string, string>) =>
      ask({}, '/api/sessions/ses_none', { method: 'DELETE', headers })
    await expectProblem(await change({}), 'forbidden')
    await expectProblem(await change({ origin: 'https://evil.example' }), 'forbidden')
    await expectProblem(await change({ origin, 'sec-fetch-site': 'same-site' }), 'forbidden')
    await expectProblem(await change({ origin, 'sec-fetch-site': 'same-origin' }), 'not-found')
  })
})
