import { apiLimits } from '../../shared/api/limits.ts'
import type { Env } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { workspaceOf } from '../objects/ports.ts'
import type { Identified } from '../objects/workspace/identityApi.ts'
import { AttemptLimit } from './AttemptLimit.ts'
import { accessHeader, verifyAccess } from './access.ts'
import { clientAddress } from './clientAddress.ts'
import { equalInConstantTime, sha256Hex } from './digests.ts'
import { accessSettings } from './identityProviders.ts'
import { requireOwnPages } from './ownPages.ts'
import { administrator, nobody, type Principal } from './principal.ts'
import { readSessionCookie } from './sessionCookie.ts'

/** Of this isolate alone: tokens that Pavane makes can’t be guessed, and the administrator’s is as good as its owner made it. */
const wrongTokens = new AttemptLimit(apiLimits.wrongTokensPerMinute)

/** The bearer token of a request, if it has one. */
export const bearerOf = (headers: Headers) =>
  /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null

/**
 * Who sends a request: by bearer token, else by session cookie, else by what Cloudflare Access says, else nobody. A credential that is no
 * good is refused; a session that has ended is none.
 */
export async function authenticate(env: Env, request: Request): Promise<Principal> {
  if (request.headers.has('authorization')) return byToken(env, request)
  return (await bySession(env, request)) ?? (await byAccess(env, request)) ?? nobody
}

async function byToken(env: Env, request: Request): Promise<Principal> {
  const client = clientAddress(request)
  const token = bearerOf(request.headers)
  const wait = wrongTokens.waitSeconds(client, Date.now())
  // Who guesses is told nothing of the administrator’s token for a while; tokens that Pavane made are looked at all the same.
  if (token !== null && wait === 0 && env.PAVANE_TOKEN && equalInConstantTime(token, env.PAVANE_TOKEN))
    return administrator('admin-token')
  const principal = token === null ? null : await workspaceOf(env).principalOfToken(sha256Hex(token))
  if (principal) return principal
  if (wait > 0)
    throw new ProblemException('too-many-attempts', `Too many wrong tokens. Try again in ${wait} seconds.`, {
      headers: { 'retry-after': String(wait) },
    })
  wrongTokens.count(client, Date.now())
  throw new ProblemException('unauthenticated', 'The token is not valid.', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  })
}

async function bySession(env: Env, request: Request): Promise<Principal | null> {
  const session = readSessionCookie(request)
  if (session === null) return null
  requireOwnPages(request)
  return workspaceOf(env).principalOfSession(sha256Hex(session))
}

async function byAccess(env: Env, request: Request): Promise<Principal | null> {
  const person = await personByAccess(env, request)
  return person && workspaceOf(env).principalOfPerson(person)
}

/** Whom Cloudflare Access vouches for; null where it says nothing, or is not set. */
export async function personByAccess(env: Env, request: Request): Promise<Identified | null> {
  const settings = accessSettings(env)
  const assertion = request.headers.get(accessHeader)
  if (!settings || assertion === null) return null
  requireOwnPages(request)
  return verifyAccess(assertion, settings)
}
