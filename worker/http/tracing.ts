import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../env.ts'
import { readTrace, traceparent } from './trace.ts'

/** Goes on with the caller's trace and says which one it is. */
export const tracing: MiddlewareHandler<AppEnv> = async (c, next) => {
  const trace = readTrace(c.req.header('traceparent') ?? null)
  c.set('trace', trace)
  await next()
  c.res.headers.set('traceparent', traceparent(trace))
}
