import type { MiddlewareHandler } from 'hono'
import type { AppEnv, Env } from '../env.ts'
import { workspaceOf } from '../objects/ports.ts'

const known = new WeakSet<Env>()

/** Lets no request by before the workspace is set up: asked once in the life of an isolate. */
export const ready: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!known.has(c.env)) {
    await workspaceOf(c.env).ready()
    known.add(c.env)
  }
  await next()
}
