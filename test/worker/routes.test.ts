import { beforeAll, describe, expect, it } from 'vitest'
import { allows, Role } from '../../shared/api/rights.ts'
import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import { type RouteName, routes } from '../../shared/api/routes.ts'
import { CreatedToken } from '../../shared/api/workspace.ts'
import { app } from '../../worker/app.ts'
import { asAdmin, call, jsonOf } from './support/edge.ts'
import { problemOf } from './support/problems.ts'

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

  it.for(table)('asks of nobody the right that %s names', async ([, spec]) => {
    const response = await call(addressOf(spec), { method: methodOf(spec) })
    if (allows(null, spec.right)) expect(response.status).not.toBeOneOf([401, 403, 500])
    else await problemOf(response, 'unauthenticated')
  })

  const pairs = table.flatMap(([name, spec]) => Role.options.map((role) => ({ name, spec, role })))
  it.for(pairs)('lets $role use $name only with the right to', async ({ spec, role }) => {
    const headers = { authorization: `Bearer ${tokens.get(role)}` }
    const response = await call(addressOf(spec), { method: methodOf(spec), headers })
    if (allows(role, spec.right)) expect(response.status).not.toBeOneOf([401, 403, 500])
    else await problemOf(response, 'forbidden')
  })

  it('refuses a token that nobody made, also where reading would be enough', async () => {
    const response = await call('/api/loops', { headers: { authorization: 'Bearer pvt_wrong' } })
    expect(response.headers.get('www-authenticate')).toContain('invalid_token')
    await problemOf(response, 'unauthenticated')
  })

  it('answers what it does not list with a problem', async () => {
    await problemOf(await asAdmin('/api/nothing'), 'not-found')
    await problemOf(await asAdmin('/api/loops/x/y/z'), 'not-found')
  })

  it('answers a method that an address does not take with those it does', async () => {
    const response = await asAdmin('/api/loops', { method: 'PUT' })
    expect(response.headers.get('allow')).toBe('GET, POST')
    await problemOf(response, 'method-not-allowed')
  })

  it.for(['/api/loops', '/healthz', '/hooks/nothing', '/nothing'])(
    'sends the security headers with %s',
    async (path) => {
      const { headers } = await call(path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('cache-control')).toBe('no-store')
    },
  )
})
