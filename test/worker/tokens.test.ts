import { runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { CreatedToken, type CreateToken, Session, TokenList } from '../../shared/api/identity.ts'
import { RunList } from '../../shared/api/runs.ts'
import { asAdmin, call, env, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

async function aToken(over: Partial<CreateToken> = {}) {
  const json = { name: 'a program', role: 'operator', expiresAt: null, ...over }
  return CreatedToken.parse(await jsonOf(await asAdmin('/api/tokens', { method: 'POST', json }), 201))
}

const asToken = ({ token }: { token: string }, path: string, init: Parameters<typeof call>[1] = {}) =>
  call(path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })

const found = async (id: string) => {
  const { tokens } = TokenList.parse(await jsonOf(await asAdmin('/api/tokens')))
  return tokens.find((token) => token.id === id)
}

describe('a token', () => {
  it('is shown once, and kept as a hash alone', async () => {
    const made = await aToken()
    expect(made.token).toMatch(/^pvt_[\w-]{43}$/)
    expect(await found(made.id)).not.toHaveProperty('token')
    const workspace = env.WORKSPACE.get(env.WORKSPACE.idFromName('default'))
    const stored = await runInDurableObject(workspace, (_, { storage }) =>
      JSON.stringify(storage.sql.exec('SELECT * FROM tokens').toArray()),
    )
    expect(stored).toContain(made.id)
    expect(stored).not.toContain(made.token)
    expect(stored).not.toContain(made.token.slice(4))
  })

  it.for(['admin', ' Admin', 'pavane', 'vera@pavane.test'])(
    'can’t be called %j, as logs call others',
    async (name) => {
      const json = { name, role: 'viewer', expiresAt: null }
      const refused = await asAdmin('/api/tokens', { method: 'POST', json })
      expect((await expectProblem(refused, 'invalid-request')).detail).toContain('Take another name')
    },
  )

  it('tells when it was last used', async () => {
    const made = await aToken()
    expect((await found(made.id))?.lastUsedAt).toBeNull()
    const before = Date.now()
    await asToken(made, '/api/loops')
    expect((await found(made.id))?.lastUsedAt).toBeGreaterThanOrEqual(before)
  })

  it('is in the log of changes with what it is narrowed to, and never itself', async () => {
    const made = await aToken({ name: 'logged', rights: ['read'], loops: ['refunds'] })
    const text = JSON.stringify(ChangeList.parse(await jsonOf(await asAdmin('/api/changes?limit=5'))))
    expect(text).toContain('operator, only to read, only refunds')
    expect(text).not.toContain(made.token.slice(4))
  })
})

describe('a token that is narrowed to rights', () => {
  it('has those of its role alone', async () => {
    const made = await aToken({ rights: ['read', 'administer'] })
    expect((await asToken(made, '/api/runs')).status).toBe(200)
    const cancel = await asToken(made, '/api/runs/x.0.00000000-0000-7000-8000-000000000000/cancel', {
      method: 'POST',
      json: { reason: 'x', compensate: false },
    })
    expect((await expectProblem(cancel, 'forbidden')).detail).toContain('which this token is not for')
    await expectProblem(await asToken(made, '/api/tokens'), 'forbidden')
    expect(Session.parse(await jsonOf(await asToken(made, '/api/session')))).toMatchObject({
      rights: ['read'],
    })
  })

  it('stays so in the session that it starts', async () => {
    const made = await aToken({ role: 'admin', rights: ['read'], loops: ['refunds'] })
    const signedIn = await call('/api/session', { method: 'POST', json: { token: made.token } })
    expect(await jsonOf(signedIn, 201)).toMatchObject({ rights: ['read'], loops: ['refunds'] })
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    await expectProblem(await call('/api/tokens', { headers: { cookie } }), 'forbidden')
    await expectProblem(await call('/api/runs', { headers: { cookie } }), 'forbidden')
  })

  it('signs no person in without the right to read', async () => {
    const made = await aToken({ rights: ['operate'] })
    const signIn = call('/api/session', { method: 'POST', json: { token: made.token } })
    expect((await expectProblem(await signIn, 'forbidden')).detail).toContain('for programs')
  })

  it('gives nobody more than it has', async () => {
    const made = await aToken({ role: 'admin', rights: ['read', 'administer'] })
    const make = (json: object) =>
      asToken(made, '/api/tokens', { method: 'POST', json: { name: 'more', expiresAt: null, ...json } })
    await expectProblem(await make({ role: 'admin' }), 'forbidden')
    await expectProblem(await make({ role: 'operator' }), 'forbidden')
    await jsonOf(await make({ role: 'viewer' }), 201)
    await jsonOf(await make({ role: 'admin', rights: ['read'] }), 201)
    const member = (role: string) =>
      asToken(made, '/api/members/eve%40pavane.test', { method: 'PUT', json: { role } })
    await expectProblem(await member('admin'), 'forbidden')
    const everyone = { method: 'PUT', json: { defaultRole: 'builder' } }
    await expectProblem(await asToken(made, '/api/members', everyone), 'forbidden')
  })
})

describe('a token that is narrowed to loops', () => {
  let mine = ''
  let other = ''
  let runs: { mine: string; other: string }

  beforeAll(async () => {
    mine = await publish(aGraph())
    other = await publish(aGraph())
    const start = async (loop: string) => (await runOf(await hook(loop, {}))).run
    runs = { mine: await start(mine), other: await start(other) }
  })

  it('reaches them and their runs', async () => {
    const made = await aToken({ role: 'admin', loops: [mine] })
    expect(await jsonOf(await asToken(made, `/api/loops/${mine}`))).toMatchObject({ name: mine })
    expect((await asToken(made, `/api/runs/${runs.mine}/events`)).status).toBe(200)
    const list = RunList.parse(await jsonOf(await asToken(made, `/api/loops/${mine}/runs`)))
    expect(list.runs.map(({ run }) => run)).toContain(runs.mine)
    expect((await asToken(made, '/api/session')).status).toBe(200)
  })

  it.for<[string, () => string]>([
    ['another loop', () => `/api/loops/${other}`],
    ['a run of another', () => `/api/runs/${runs.other}`],
    ['the log of a run of another', () => `/api/runs/${runs.other}/events`],
    ['an approval of another', () => `/api/approvals/${runs.other}.1`],
    ['a loop whose name is written otherwise', () => `/api/loops/%${mine.charCodeAt(0).toString(16)}x`],
    ['what is no run', () => `/api/runs/${mine}`],
    ['a run with a name in front', () => `/api/runs/${mine}.${runs.other}`],
    ['what spans loops', () => '/api/runs'],
    ['the list of loops', () => '/api/loops'],
    ['what belongs to the workspace', () => '/api/tokens'],
    ['everybody’s sessions', () => '/api/sessions'],
    ['an address that can’t be decoded', () => '/api/loops/%ff'],
  ])('does not reach %s', async ([, path]) => {
    const made = await aToken({ role: 'admin', loops: [mine] })
    await expectProblem(await asToken(made, path()), 'forbidden')
  })

  it('reaches its loop when the name is written with signs for it', async () => {
    const made = await aToken({ role: 'admin', loops: [mine] })
    const written = `%${mine.charCodeAt(0).toString(16)}${mine.slice(1)}`
    expect((await asToken(made, `/api/loops/${written}`)).status).toBe(200)
  })

  it('decides no approval of a run of another by naming its own loop’s run', async () => {
    const made = await aToken({ role: 'admin', loops: [mine] })
    const path = `/api/runs/${runs.mine}/approvals/${runs.other}.1`
    await expectProblem(await asToken(made, path, { method: 'POST', json: {} }), 'forbidden')
  })
})

describe('guessing tokens', () => {
  const guess = (client: string, token: string) =>
    call('/api/loops', { headers: { authorization: `Bearer ${token}`, 'cf-connecting-ip': client } })

  it('is slowed down, also for the administrator’s, while tokens that Pavane made still work', async () => {
    const made = await aToken()
    for (let attempt = 0; attempt < 30; attempt += 1)
      await expectProblem(await guess('198.51.100.7', `pvt_${attempt}`), 'unauthenticated')
    const slowed = await guess('198.51.100.7', 'pvt_again')
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0)
    await expectProblem(slowed, 'too-many-attempts')
    await expectProblem(await guess('198.51.100.7', 'test-admin-token'), 'too-many-attempts')
    expect((await guess('198.51.100.7', made.token)).status).toBe(200)
    expect((await guess('198.51.100.8', 'test-admin-token')).status).toBe(200)
  })
})
