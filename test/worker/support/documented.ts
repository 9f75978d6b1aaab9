import { Problem } from '../../../shared/api/problem.ts'
import { findRoute } from '../../../worker/http/routeTable.ts'
import { type DescribedRoute, details } from '../../../worker/openapi/details/details.ts'
import { refusalsOf } from '../../../worker/openapi/refusalsOf.ts'

/** Fails on a problem that the API document does not name for its operation: what a client can meet stands there. */
export async function requireDocumented(request: Request, response: Response): Promise<void> {
  if (response.headers.get('content-type') !== 'application/problem+json') return
  const route = findRoute(request.method, new URL(request.url).pathname)
  if (!route.found || route.spec.method === 'ANY') return
  const { type } = Problem.parse(await response.clone().json())
  const codes = refusalsOf(route.spec, details[route.name as DescribedRoute]).map(
    (code) => `/problems/${code}`,
  )
  if (!codes.includes(type))
    throw new Error(`The API document does not say that ${route.name} can answer with ${type}`)
}
