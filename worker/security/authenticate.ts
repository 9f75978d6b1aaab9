import type { Env } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { workspaceOf } from '../objects/ports.ts'
import { equalInConstantTime, sha256Hex } from './digests.ts'
import { nobody, type Principal } from './principal.ts'
import { readSessionCookie } from './sessionCookie.ts'

const admin: Principal = { by: 'admin', role: 'admin', via: 'admin-token' }

/** The bearer token of a request, if it has one. */
export const bearerOf = (headers: Headers) =>
  /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null

/** Who sends a request: by bearer token, else by session cookie, else nobody. A credential that is no good is refused. */
export async function authenticate(env: Env, request: Request): Promise<Principal> {
  if (request.headers.has('authorization')) return byToken(env, bearerOf(request.headers))
  const session = readSessionCookie(request)
  if (session === null) return nobody
  requireOwnOrigin(request)
  return (await workspaceOf(env).principalOfSession(sha256Hex(session))) ?? nobody
}

async function byToken(env: Env, token: string | null): Promise<Principal> {
  if (token !== null && env.PAVANE_TOKEN && equalInConstantTime(token, env.PAVANE_TOKEN)) return admin
  const principal = token === null ? null : await workspaceOf(env).principalOfToken(sha256Hex(token))
  if (principal) return principal
  throw new ProblemException('unauthenticated', 'The token is not valid.', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  })
}

/** A cookie comes along with whatever a page sends, so a request that changes something must come from our own pages. */
function requireOwnOrigin(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const origin = request.headers.get('origin')
  if (origin === new URL(request.url).origin) return
  throw new ProblemException(
    'forbidden',
    'A request with a session cookie must come from this server’s own pages.',
  )
}
