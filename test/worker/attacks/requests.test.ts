import { beforeAll, describe, expect, it } from 'vitest'
import { bearer, type Home, makeHome } from '../access/home.ts'
import { adminToken, call, origin } from '../support/edge.ts'
import { expectProblem } from '../support/problems.ts'

let home: Home

beforeAll(async () => {
  home = await makeHome(`tricks-${crypto.randomUUID().slice(0, 8)}`)
})

const freshAddress = () => ({ 'cf-connecting-ip': `2001:db8::${crypto.randomUUID().slice(0, 4)}` })

describe('an address that is bent', () => {
  it.for([
    '//api/tokens',
    '/api//tokens',
    '/api/tokens/',
    '/api/tokens//',
    '/API/TOKENS',
    '/Api/Tokens',
    '/api%2ftokens',
    '/api/%74okens/',
    '/api/tokens;/',
    '/api/tokens;x=1',
    '/api/tokens%00',
    '/api/tokens%20',
    '/api/tokens%3f',
    '/api/tokens.json',
    '/api/session/..;/tokens',
    '/api/session/%2e%2e;/tokens',
    '/api/session/..%2ftokens',
    '/healthz/../api/tokens',
    '/healthz/%2e%2e/api/tokens',
    '/healthz/..%2fapi/tokens',
    '/schemas/graph.json/../../api/tokens',
    '/sandbox/echo/../../api/tokens',
    '/sandbox/echo/%2e%2e/%2e%2e/api/tokens',
    '/hooks/../api/tokens',
    '/problems/..%5c..%5capi%5ctokens',
    '/api\\tokens',
    '/./api/./tokens',
    '/api/tokens?right=public',
    '/api/tokens#/healthz',
  ])('lists no tokens to who may not: %s', async (path) => {
    for (const headers of [{}, bearer(home.tokenOf('viewer'))]) {
      const response = await call(path, { headers })
      const text = await response.text()
      expect(text).not.toContain(`${home.name} admin`)
      // The sandbox answers anybody, with what it got.
      const isSandbox = new URL(path, origin).pathname.startsWith('/sandbox/')
      expect(response.ok && !isSandbox).toBe(false)
    }
  })

  it.for([
    '//api/hosts/bent',
    '/api/hosts//bent',
    '/api/hosts/bent/',
    '/API/hosts/bent',
    '/api/loops/../hosts/bent',
    '/api/hosts%2fbent',
  ])('sets no host for who may not: %s', async (path) => {
    const before = await home.changes()
    for (const method of ['PUT', 'POST', 'PATCH', 'put', 'DELETE']) {
      const json = { baseUrl: 'https://evil.example' }
      const response = await call(path, { method, json, headers: bearer(home.tokenOf('builder')) })
      expect(response.status).toBeGreaterThanOrEqual(400)
    }
    expect(await home.changes()).toBe(before)
  })

  it.for(['TRACE', 'CONNECT', 'PROPFIND', 'PATCH', 'OPTIONS', 'HEAD'])(
    'opens nothing by the method %s',
    async (method) => {
      // The runtime itself refuses to send TRACE and CONNECT.
      const asked = call('/api/tokens', { method })
      const status = await asked.then(
        (response) => response.status,
        () => 'not sent',
      )
      expect(status).toBeOneOf([401, 405, 'not sent'])
    },
  )
})

describe('a header', () => {
  const lies = {
    'x-http-method-override': 'DELETE',
    'x-http-method': 'DELETE',
    'x-method-override': 'DELETE',
    'x-original-url': '/healthz',
    'x-rewrite-url': '/healthz',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'localhost',
    'x-forwarded-proto': 'https',
    'x-forwarded-user': 'admin',
    'x-remote-user': 'admin',
    'x-real-ip': '127.0.0.1',
    forwarded: 'for=127.0.0.1;host=localhost;proto=https',
    'cf-access-authenticated-user-email': 'admin@example.com',
    'x-pavane-role': 'admin',
    host: 'localhost',
  }

  it.for(Object.entries(lies))('lets nobody in: %s', async ([name, value]) => {
    const headers = { [name]: value }
    await expectProblem(await call('/api/tokens', { headers }), 'unauthenticated')
    const viewer = { ...bearer(home.tokenOf('viewer')), ...headers }
    await expectProblem(await call('/api/tokens', { headers: viewer }), 'forbidden')
  })

  it.for(Object.entries(lies))('makes no other request of one: %s', async ([name, value]) => {
    const host = await home.aHost()
    const response = await home.ask('/api/hosts', { headers: { [name]: value } })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain(host)
    const override = await home.ask(`/api/hosts/${host}`, {
      method: 'POST',
      json: {},
      headers: { [name]: value },
    })
    await expectProblem(override, 'method-not-allowed')
  })

  it('counts for nothing where it comes twice', async () => {
    const twice = (name: string, values: string[]) => {
      const headers = new Headers()
      for (const value of values) headers.append(name, value)
      return { [name]: headers.get(name) ?? '' }
    }
    const viewer = `Bearer ${home.tokenOf('viewer')}`
    const admin = `Bearer ${adminToken}`
    for (const values of [
      [viewer, admin],
      [admin, viewer],
      ['', admin],
    ]) {
      const headers = { ...twice('authorization', values), ...freshAddress() }
      await expectProblem(await call('/api/tokens', { headers }), 'unauthenticated')
    }
    const headers = { ...bearer(adminToken), ...twice('pavane-workspace', [home.name, 'default']) }
    await expectProblem(await call('/api/tokens', { headers }), 'workspace-not-found')
  })

  it('opens nothing to pages of other sites', async () => {
    const headers = { origin: 'https://evil.example', ...bearer(home.tokenOf('admin')) }
    for (const method of ['GET', 'OPTIONS']) {
      const response = await call('/api/tokens', { method, headers })
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
      expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    }
  })

  it('of a cookie that comes twice is the first, as the browser sends what it set last', async () => {
    const { cookie } = await home.aSession(home.tokenOf('admin'))
    const bad = 'pavane_session=pvs_bad'
    await expectProblem(
      await call('/api/tokens', { headers: { cookie: `${bad}; ${cookie}` } }),
      'unauthenticated',
    )
  })
})
