import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import { type RouteName, routes } from '../../shared/api/routes.ts'

type Entry = { name: RouteName; spec: RouteSpec; pattern: RegExp }

const entries: Entry[] = (Object.entries(routes) as [RouteName, RouteSpec][]).map(([name, spec]) => ({
  name,
  spec,
  pattern: new RegExp(`^${spec.path.replace(/:[a-z]+/g, '[^/]+').replace(/\*$/, '.*')}$`),
}))

const takes = (spec: RouteSpec, method: string) =>
  spec.method === 'ANY' || spec.method === method || (method === 'HEAD' && spec.method === 'GET')

/** What the table says about a request. */
export type Found =
  | { found: true; name: RouteName; spec: RouteSpec }
  /** The address exists, the method does not: these do. */
  | { found: false; allowed: string[] }

/** Finds a request's route in the one table. */
export function findRoute(method: string, path: string): Found {
  const here = entries.filter(({ pattern }) => pattern.test(path))
  const match = here.find(({ spec }) => takes(spec, method))
  if (match) return { found: true, name: match.name, spec: match.spec }
  return { found: false, allowed: here.map(({ spec }) => spec.method).sort() }
}
