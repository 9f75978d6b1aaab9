import { z } from 'zod'
import { Problem } from '../../shared/api/problem.ts'
import { type RouteName, routes } from '../../shared/api/routes.ts'
import { ApiError } from './apiError.ts'
import { reportReachable } from './connection.ts'

type Routes = typeof routes

/** The names after a colon in a path. */
type PathParams<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathParams<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never

type Schema<T> = T extends z.ZodType ? T : never
/** What a route answers with, parsed. */
export type Answer<N extends RouteName> = Routes[N]['answer'] extends null
  ? null
  : z.infer<Schema<Routes[N]['answer']>>
type ParamsPart<N extends RouteName> = [PathParams<Routes[N]['path']>] extends [never]
  ? { params?: undefined }
  : { params: Record<PathParams<Routes[N]['path']>, string> }
type QueryPart<N extends RouteName> = Routes[N] extends { query: infer Q }
  ? { query?: z.input<Schema<Q>> }
  : { query?: undefined }
type BodyPart<N extends RouteName> = Routes[N] extends { body: infer B }
  ? { body: z.input<Schema<B>> }
  : { body?: undefined }
/** What a route takes besides a signal. */
export type Request<N extends RouteName> = ParamsPart<N> &
  QueryPart<N> &
  BodyPart<N> & {
    ifMatch?: string
    /** The same request under the same key is carried out once. */
    idempotencyKey?: string
  }

type LooseRequest = {
  params?: Record<string, string> | undefined
  query?: Record<string, unknown> | undefined
  body?: unknown
  ifMatch?: string
  idempotencyKey?: string
}

/** The address of a route with its parameters and query filled in. */
export function addressOf(path: string, { params = {}, query = {} }: LooseRequest): string {
  const filled = path.replace(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(key, String(value as string | number))
  }
  return search.size === 0 ? filled : `${filled}?${search}`
}

/**
 * Calls the API. The answer is parsed by the route's own schema, so what it returns has the type it says.
 * Any failure rejects with an `ApiError`, or with the signal's reason when it was aborted.
 */
export async function callApi<N extends RouteName>(
  name: N,
  request: Request<N>,
  signal?: AbortSignal,
): Promise<Answer<N>> {
  const route = routes[name]
  const loose = request as LooseRequest
  const response = await send(addressOf(route.path, loose), {
    method: route.method,
    headers: {
      accept: 'application/json',
      ...(loose.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(loose.ifMatch === undefined ? {} : { 'if-match': loose.ifMatch }),
      ...(loose.idempotencyKey === undefined ? {} : { 'idempotency-key': loose.idempotencyKey }),
    },
    credentials: 'same-origin',
    ...(loose.body === undefined ? {} : { body: JSON.stringify(loose.body) }),
    ...(signal ? { signal } : {}),
  })
  if (!response.ok) throw await errorOf(response)
  const answer: z.ZodType | null = route.answer
  if (answer === null) return null as Answer<N>
  const parsed = answer.safeParse(await bodyOf(response))
  if (parsed.success) return parsed.data as Answer<N>
  throw new ApiError(
    'unreadable-answer',
    `The answer of “${route.says}” is not as agreed: ${z.prettifyError(parsed.error)}`,
    response.status,
  )
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(address, init)
    reportReachable(true)
    return response
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    reportReachable(false)
    throw new ApiError('unreachable', 'The server does not answer.', 0)
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ApiError(
      'unreadable-answer',
      `The server answered ${response.status} with something that is not JSON.`,
      response.status,
    )
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const problem = Problem.safeParse(await bodyOf(response))
  if (problem.success) return ApiError.of(problem.data)
  return new ApiError(
    'unreadable-answer',
    `The server answered ${response.status} without saying why.`,
    response.status,
  )
}
