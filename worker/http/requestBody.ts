import type { Context } from 'hono'
import type { z } from 'zod'
import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import { type RouteName, routes } from '../../shared/api/routes.ts'
import { faultWords } from '../../shared/graph/faultWords.ts'
import type { Json } from '../../shared/json.ts'
import { parseJson } from './parseJson.ts'
import { ProblemException, valueOf } from './problem.ts'
import { readBody, requireJsonType } from './readBody.ts'

type Routes = typeof routes
type WithBody = { [N in RouteName]: Routes[N] extends { body: z.ZodType } ? N : never }[RouteName]
type WithQuery = { [N in RouteName]: Routes[N] extends { query: z.ZodType } ? N : never }[RouteName]
type BodyOf<N extends WithBody> = Routes[N] extends { body: infer B extends z.ZodType } ? z.output<B> : never
type QueryOf<N extends WithQuery> = Routes[N] extends { query: infer Q extends z.ZodType }
  ? z.output<Q>
  : never

/** The body of a request, parsed by the schema that the table names for its route. */
export async function bodyOf<N extends WithBody>(c: Context, name: N): Promise<BodyOf<N>> {
  return parseWith((routes[name] as RouteSpec).body as z.ZodType, await jsonBodyOf(c)) as BodyOf<N>
}

/** The JSON of a request's body. */
export async function jsonBodyOf(c: Context): Promise<Json> {
  requireJsonType(c.req.header('content-type') ?? null)
  return valueOf(parseJson(await readBody(c.req.raw)))
}

/** The query of a request, parsed by the schema that the table names for its route. */
export function queryOf<N extends WithQuery>(c: Context, name: N): QueryOf<N> {
  return parseWith((routes[name] as RouteSpec).query as z.ZodType, c.req.query()) as QueryOf<N>
}

/** The value, parsed by a schema; a request that does not fit ends with a problem that points into it. */
export function parseWith<S extends z.ZodType>(schema: S, value: Json): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.map((issue) => ({
    pointer: pointerOf(issue.path),
    message: faultWords(issue, value),
  }))
  throw new ProblemException('invalid-request', detailOf(result.error.issues[0], errors[0]?.message), {
    errors,
  })
}

/** What is wrong, said without what it is about standing beside it. */
function detailOf(issue: z.core.$ZodIssue | undefined, message = 'The request is not valid.'): string {
  const name = issue?.path.findLast((part) => typeof part === 'string')
  return name === undefined ? message : message.replace(/^This /, `“${String(name)}” `)
}

const pointerOf = (path: PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
