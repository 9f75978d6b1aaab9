import { beforeAll, describe, expect, it } from 'vitest'
import { CreatedToken } from '../../shared/api/identity.ts'
import { allows, Role } from '../../shared/api/rights.ts'
import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import { type RouteName, routes } from '../../shared/api/routes.ts'
import { app } from '../../worker/app.ts'
import { asAdmin, call, jsonOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

const table = Object.entries(routes) as [RouteName, RouteSpec][]

/** An address of the route that names nothing there is, so that asking changes nothing. */
const addressOf = ({ path }: RouteSpec) =>
  path
    .replace(':run', 'nobody.0.00000000-0000-7000-8000-000000000000')
    .replace(':app', 'nothing')
    .replace(/:[a-z]+/g, 'nothing')
    .replace('*', 'here')

const methodOf = ({ method }: RouteSpec) => (method === 'ANY' ? 'POST' : method)

const tokens = new Map<Role, string>()

beforeAll(async () => {
  for (const role of Role.options) {
    const json = { name: `a ${role}`, role, expiresAt: null }
    const created = CreatedToken.parse(
      await jsonOf(await asAdmin('/api/tokens', { method: 'POST', json }), 201),
    )
    tokens.set(role, created.token)
  }
})

describe('the table of routes', () => {
  it('lists what the application serves, and the application serves what it lists', () => {
    const served = app.routes
      .filter(({ path }) => path !== '/*')
      .map(({ method, path }) => `${method === 'ALL' ? 'ANY' : method} ${path}`)
    const listed = table.map(([, { method, path }]) => `${method} ${path}`)
    expect(new Set(served)).toEqual(new Set(listed))
  })

  const opens = (role: Role | null) => table.filter(([, { right }]) => allows(role, right))
  const closes = (role: Role | null) => table.filter(([, { right }]) => !allows(role, right))
  const ask = (spec: RouteSpec, headers = {}) => call(addressOf(spec), { method: methodOf(spec), headers })

  it.for(opens(null))('lets anybody use %s', async ([, spec]) => {
    expect((await ask(spec)).status).not.toBeOneOf([401, 403, 500])
  })

  it.for(closes(null))('lets nobody unknown use %s', async ([, spec]) => {
    await expectProblem(await ask(spec), 'unauthenticated')
  })

  describe.for(Role.options)('and a token of the role %s', (role) => {
    const bearer = () => ({ authorization: `Bearer ${tokens.get(role)}` })

    it.for(opens(role))('may use %s', async ([, spec]) => {
      expect((await ask(spec, bearer())).status).not.toBeOneOf([401, 403, 500])
    })

    it.for(closes(role))('may not use %s', async ([, spec]) => {
      await expectProblem(await ask(spec, bearer()), 'forbidden')
    })
  })

  it('refuses a token that nobody made, also where reading would be enough', async () => {
    const response = await call('/api/loops', { headers: { authorization: 'Bearer pvt_wrong' } })
    expect(response.headers.get('www-authenticate')).toContain('invalid_token')
    await expectProblem(response, 'unauthenticated')
  })

  it('answers what it does not list with a problem', async () => {
    await expectProblem(await asAdmin('/api/nothing'), 'not-found')
    await expectProblem(await asAdmin('/api/loops/x/y/z'), 'not-found')
  })

  it('answers a method that an address does not take with those it does', async () => {
    const response = await asAdmin('/api/loops', { method: 'PUT' })
    expect(response.headers.get('allow')).toBe('GET, POST')
    await expectProblem(response, 'method-not-allowed')
  })

  it.for(['/api/loops', '/healthz', '/hooks/nothing', '/nothing'])(
    'sends the security headers with %s',
    async (path) => {
      const { headers } = await call(path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      )
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
    },
  )
})
