import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CreatedToken, Session } from '../../shared/api/identity.ts'
import { ChangeList } from '../../shared/api/workspace.ts'
import { adminToken, asAdmin, call, jsonOf, origin } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

function code({ nonce = crypto.randomUUID(), exp = Date.now() + 60_000, key = adminToken } = {}): string {
  const body = btoa(JSON.stringify({ nonce, exp }))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`
}

let clients = 0

function signIn(json: unknown, client = `10.0.0.${(clients += 1)}`) {
  return call('/api/session', { method: 'POST', json, headers: { 'cf-connecting-ip': client } })
}

async function cookieOf(response: Response): Promise<string> {
  expect(response.status).toBe(201)
  const [pair = '', ...attributes] = (response.headers.get('set-cookie') ?? '').split('; ')
  expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/']))
  return pair
}

describe('signing in', () => {
  it('takes the code of a sign-in link, once', async () => {
    const link = { code: code() }
    const response = await signIn(link)
    const cookie = await cookieOf(response)
    expect(Session.parse(await response.json())).toMatchObject({ role: 'admin', local: true })
    expect(await jsonOf(await call('/api/session', { headers: { cookie } }))).toMatchObject({ role: 'admin' })
    await expectProblem(await signIn(link), 'unauthenticated')
  })

  it.for([
    ['one that has expired', code({ exp: Date.now() - 1 })],
    ['one signed with another key', code({ key: 'other' })],
    ['one that was changed', code().replace(/^./, 'A')],
    ['one with a third part', `${code()}.x`],
    ['no code at all', 'x'],
  ])('refuses %s', async ([, bad = '']) => {
    await expectProblem(await signIn({ code: bad }), 'unauthenticated')
  })

  it('takes a token, and ends when the token is revoked', async () => {
    const json = { name: 'Vera', role: 'viewer', expiresAt: null }
    const { id, token } = CreatedToken.parse(
      await jsonOf(await asAdmin('/api/tokens', { method: 'POST', json }), 201),
    )
    const cookie = await cookieOf(await signIn({ token }))
    expect(await jsonOf(await call('/api/session', { headers: { cookie } }))).toMatchObject({
      name: 'Vera',
      role: 'viewer',
    })
    expect((await asAdmin(`/api/tokens/${id}`, { method: 'DELETE' })).status).toBe(204)
    await expectProblem(await call('/api/session', { headers: { cookie } }), 'unauthenticated')
    await expectProblem(
      await call('/api/loops', { headers: { authorization: `Bearer ${token}` } }),
      'unauthenticated',
    )
  })

  it('refuses a token whose time is up', async () => {
    const json = { name: 'Late', role: 'viewer', expiresAt: Date.now() - 1 }
    const { token } = CreatedToken.parse(
      await jsonOf(await asAdmin('/api/tokens', { method: 'POST', json }), 201),
    )
    await expectProblem(
      await call('/api/loops', { headers: { authorization: `Bearer ${token}` } }),
      'unauthenticated',
    )
  })

  it('ends with signing out', async () => {
    const cookie = await cookieOf(await signIn({ code: code() }))
    const out = await call('/api/session', { method: 'DELETE', headers: { cookie, origin } })
    expect(out.status).toBe(204)
    await expectProblem(await call('/api/session', { headers: { cookie } }), 'unauthenticated')
  })

  it('takes changes with a cookie from its own pages only', async () => {
    const cookie = await cookieOf(await signIn({ code: code() }))
    const put = (headers: Record<string, string>) =>
      call('/api/sandbox/rules', { method: 'PUT', json: { rules: [] }, headers: { cookie, ...headers } })
    await expectProblem(await put({}), 'forbidden')
    await expectProblem(await put({ origin: 'https://evil.example' }), 'forbidden')
    await expectProblem(await put({ origin: 'null' }), 'forbidden')
    expect((await put({ origin })).status).toBe(200)
  })

  it('slows down who guesses, and nobody else', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1)
      await expectProblem(await signIn({ token: 'guess' }, 'guesser'), 'unauthenticated')
    const slowed = await signIn({ code: code() }, 'guesser')
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0)
    await expectProblem(slowed, 'too-many-attempts')
    await cookieOf(await signIn({ code: code() }, 'somebody else'))
  })
})

describe('the log of changes', () => {
  it('names who changed what, and each entry is chained to the one before', async () => {
    const host = { method: 'PUT', json: { baseUrl: 'https://api.example.com/v1/' } }
    expect(await jsonOf(await asAdmin('/api/hosts/example', host))).toMatchObject({
      baseUrl: 'https://api.example.com/v1',
    })
    expect((await asAdmin('/api/hosts/example', { method: 'DELETE' })).status).toBe(204)
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin('/api/changes?limit=2')))
    expect(changes).toMatchObject([
      { what: 'host.deleted', subject: 'example', by: 'admin' },
      { what: 'host.set', subject: 'example', by: 'admin' },
    ])
    expect(changes[0]?.prev).toBe(changes[1]?.hash)
  })
})
