import { runInDurableObject } from 'cloudflare:test'
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { CreatedToken, MemberList, Session, SessionList } from '../../shared/api/identity.ts'
import { adminToken, asAdmin, call, env, jsonOf, origin } from './support/edge.ts'
import { workerWith } from './support/oidc.ts'
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

describe('sessions under way', () => {
  const as = (cookie: string, path = '/api/sessions') => call(path, { headers: { cookie } })
  const end = (cookie: string, id: string) =>
    call(`/api/sessions/${id}`, { method: 'DELETE', headers: { cookie, origin } })

  async function aSession(name: string, role: string, agent = 'A browser') {
    const json = { name, role, expiresAt: null }
    const made = CreatedToken.parse(await jsonOf(await asAdmin('/api/tokens', { method: 'POST', json }), 201))
    const begin = async () => {
      const headers = { 'user-agent': agent, 'cf-connecting-ip': `10.1.0.${(clients += 1)}` }
      return cookieOf(await call('/api/session', { method: 'POST', json: { token: made.token }, headers }))
    }
    return { begin, cookie: await begin() }
  }

  const listOf = async (cookie: string) => SessionList.parse(await jsonOf(await as(cookie))).sessions

  it('are one’s own, and an admin’s are everybody’s', async () => {
    const ada = await aSession('Ada', 'viewer', 'Firefox on a train')
    const bob = await aSession('Bob', 'operator')
    await ada.begin()
    const own = await listOf(ada.cookie)
    expect(own).toMatchObject([
      { name: 'Ada', via: 'token', agent: 'Firefox on a train', current: false },
      { name: 'Ada', role: 'viewer', current: true },
    ])
    const all = await listOf(await cookieOf(await signIn({ code: code() })))
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['Ada', 'Bob', 'admin']))
    expect(await listOf(bob.cookie)).toHaveLength(1)
  })

  it('never show what they are carried by', async () => {
    const { cookie } = await aSession('Quiet', 'admin')
    const text = await (await as(cookie)).text()
    expect(text).not.toContain(cookie.split('=')[1])
    expect(text).not.toMatch(/pvs_|hash/)
  })

  it('are ended by whose they are, and by an admin, at once', async () => {
    const [ada, bob, eve] = [
      await aSession('Ada 2', 'viewer'),
      await aSession('Bob 2', 'operator'),
      await aSession('Eve 2', 'admin'),
    ]
    const [adas] = await listOf(ada.cookie)
    await expectProblem(await end(bob.cookie, adas?.id ?? ''), 'not-found')
    expect((await as(ada.cookie)).status).toBe(200)
    expect((await end(ada.cookie, adas?.id ?? '')).status).toBe(204)
    await expectProblem(await as(ada.cookie), 'unauthenticated')
    const [bobs] = await listOf(bob.cookie)
    expect((await end(eve.cookie, bobs?.id ?? '')).status).toBe(204)
    await expectProblem(await as(bob.cookie), 'unauthenticated')
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin('/api/changes?limit=1')))
    expect(changes).toMatchObject([{ what: 'session.ended', by: 'Eve 2', subject: 'Bob 2' }])
  })

  it('are replaced by the next sign-in of the same browser', async () => {
    const before = await cookieOf(await signIn({ code: code() }))
    const again = await call('/api/session', {
      method: 'POST',
      json: { code: code() },
      headers: { cookie: before, 'cf-connecting-ip': `10.2.0.${(clients += 1)}` },
    })
    const after = await cookieOf(again)
    expect(after).not.toBe(before)
    await expectProblem(await as(before), 'unauthenticated')
    expect((await as(after)).status).toBe(200)
  })

  it('end when nobody used them for a week', async () => {
    const { cookie } = await aSession('Sleeper', 'viewer')
    const [{ id } = { id: '' }] = await listOf(cookie)
    const age = (column: string, days: number) =>
      runInDurableObject(env.WORKSPACE.get(env.WORKSPACE.idFromName('default')), (_, { storage }) => {
        const query = `UPDATE sessions SET ${column} = ${column} - ? WHERE id = ?`
        storage.sql.exec(query, days * 86_400_000, id)
      })
    await age('used_at', 6)
    expect((await as(cookie)).status).toBe(200)
    await age('used_at', 8)
    await expectProblem(await as(cookie), 'unauthenticated')
  })

  it('end when they are too old, however much they are used', async () => {
    const { cookie } = await aSession('Busy', 'viewer')
    const [session] = await listOf(cookie)
    expect((session?.expiresAt ?? 0) - (session?.startedAt ?? 0)).toBe(30 * 86_400_000)
    await runInDurableObject(env.WORKSPACE.get(env.WORKSPACE.idFromName('default')), (_, { storage }) => {
      storage.sql.exec('UPDATE sessions SET expires_at = ? WHERE id = ?', Date.now(), session?.id)
    })
    await expectProblem(await as(cookie), 'unauthenticated')
  })

  it('end with the time of the token that they were begun with', async () => {
    const { cookie } = await aSession('Short', 'viewer')
    expect((await as(cookie)).status).toBe(200)
    await runInDurableObject(env.WORKSPACE.get(env.WORKSPACE.idFromName('default')), (_, { storage }) => {
      storage.sql.exec("UPDATE tokens SET expires_at = ? WHERE name = 'Short'", Date.now())
    })
    await expectProblem(await as(cookie), 'unauthenticated')
  })

  it('of the administrator end with the token that they were made with', async () => {
    const cookie = await cookieOf(await signIn({ code: code() }))
    expect((await as(cookie)).status).toBe(200)
    await runInDurableObject(env.WORKSPACE.get(env.WORKSPACE.idFromName('default')), (_, { storage }) => {
      storage.sql.exec("UPDATE sessions SET bound_to = 'another token’s hash' WHERE owner = 'admin'")
    })
    await expectProblem(await as(cookie), 'unauthenticated')
  })

  it('are not begun from another site’s page', async () => {
    const from = (headers: Record<string, string>) =>
      call('/api/session', { method: 'POST', json: { code: code() }, headers })
    await expectProblem(await from({ origin: 'https://evil.example' }), 'forbidden')
    await expectProblem(await from({ origin: 'null' }), 'forbidden')
    await expectProblem(await from({ 'sec-fetch-site': 'cross-site' }), 'forbidden')
    expect((await from({ origin, 'sec-fetch-site': 'same-origin' })).status).toBe(201)
  })
})

describe('other sites', () => {
  it.for(['/api/loops', '/api/session', '/hooks/nothing', '/openapi.json'])(
    'may read nothing of %s: no answer carries a CORS header',
    async (path) => {
      for (const method of ['GET', 'OPTIONS', 'POST']) {
        const { headers } = await call(path, {
          method,
          headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
        })
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
        expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      }
    },
  )

  it('open no socket with a person’s cookie', async () => {
    const cookie = await cookieOf(await signIn({ code: code() }))
    const open = (from: Record<string, string>) =>
      call('/api/loops', { headers: { cookie, upgrade: 'websocket', connection: 'upgrade', ...from } })
    await expectProblem(await open({ origin: 'https://evil.example' }), 'forbidden')
    await expectProblem(await open({}), 'forbidden')
    expect((await open({ origin })).status).not.toBe(403)
  })

  it('get a cookie that is bound to this host, over TLS', async () => {
    const response = await workerWith({})('https://pavane.test/api/session', {
      method: 'POST',
      body: JSON.stringify({ code: code() }),
      headers: { 'content-type': 'application/json' },
    })
    expect(response.headers.get('set-cookie')).toMatch(
      /^__Host-pavane_session=\S+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000; Secure$/,
    )
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
  })
})

describe('members', () => {
  const put = (member: string, role: unknown) =>
    asAdmin(`/api/members/${encodeURIComponent(member)}`, { method: 'PUT', json: { role } })

  it('are given a role and lose it, both in the log of changes', async () => {
    expect(await jsonOf(await put('mo@pavane.test', 'operator'))).toMatchObject({
      member: 'mo@pavane.test',
      role: 'operator',
      addedBy: 'admin',
    })
    const { members } = MemberList.parse(await jsonOf(await asAdmin('/api/members')))
    expect(members.map(({ member }) => member)).toContain('mo@pavane.test')
    expect((await asAdmin('/api/members/mo%40pavane.test', { method: 'DELETE' })).status).toBe(204)
    await expectProblem(await asAdmin('/api/members/mo%40pavane.test', { method: 'DELETE' }), 'not-found')
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin('/api/changes?limit=2')))
    expect(changes).toMatchObject([
      { what: 'member.removed', subject: 'mo@pavane.test' },
      { what: 'member.set', subject: 'mo@pavane.test', detail: 'operator' },
    ])
  })

  it.for(['nobody', 'Upper@pavane.test', 'group:', 'a@b c', 'a@b@c'])(
    'have no name like %j',
    async (name) => {
      await expectProblem(await put(name, 'viewer'), 'invalid-request')
    },
  )

  it('have roles that there are', async () => {
    await expectProblem(await put('mo@pavane.test', 'owner'), 'invalid-request')
  })

  it('count for approvals as people do', async () => {
    const count = async () => {
      const { people } = (await jsonOf(await asAdmin('/api/people'))) as { people: { approver?: number } }
      return people.approver ?? 0
    }
    const before = await count()
    await put('counted@pavane.test', 'approver')
    expect(await count()).toBe(before + 1)
    await asAdmin('/api/members/counted%40pavane.test', { method: 'DELETE' })
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
