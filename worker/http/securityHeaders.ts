import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../env.ts'

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

/** What every answer of the Worker carries. The designer's files bring their own. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(always))
    if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  if (new URL(c.req.url).protocol === 'https:')
    c.res.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
}
