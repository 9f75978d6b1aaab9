import { Hono } from 'hono'
import type { Session } from '../../shared/api/identity.ts'
import { type Right, rightsWithin } from '../../shared/api/rights.ts'
import { defaultWorkspace } from '../../shared/graph/ids.ts'
import { type AppEnv, type Env, isLocal } from '../env.ts'
import { valueOf } from '../http/problem.ts'
import { bodyOf } from '../http/requestBody.ts'
import { findWorkspace } from '../objects/findWorkspace.ts'
import { workspaceOf } from '../objects/ports.ts'
import type { Client } from '../objects/workspace/identityApi.ts'
import { clientAddress } from '../security/clientAddress.ts'
import { workspaceNamedBy } from '../security/credentials.ts'
import { sha256Hex } from '../security/digests.ts'
import { refuseOtherPages } from '../security/ownPages.ts'
import { governs, type Principal } from '../security/principal.ts'
import {
  clearSessionCookie,
  readSessionCookie,
  readWorkspaceCookie,
  setSessionCookie,
  setWorkspaceCookie,
} from '../security/sessionCookie.ts'

/** Signing in and out, and the sessions under way. */
export const session: Hono<AppEnv> = new Hono<AppEnv>()
  .post('/api/session', async (c) => {
    refuseOtherPages(c.req.raw)
    const client = clientOf(c.req.raw)
    // A guesser holds no request open with a body that comes slowly. The workspace that a token names has its say once it is read.
    valueOf(await workspaceOf(c.env).mayTryToSignIn(client.address))
    const request = await bodyOf(c, 'createSession')
    const named = 'token' in request ? workspaceNamedBy(request.token) : null
    // A token of a workspace that there is none of is wrong in any.
    const env = (named === null ? null : await findWorkspace(c.env, named)) ?? c.env
    const signedIn = valueOf(await workspaceOf(env).signIn(request, client))
    c.header('set-cookie', setSessionCookie(c.req.url, signedIn.credential, signedIn.maxAgeSeconds))
    return c.json(sessionFor(env, signedIn.principal), 201)
  })
  .get('/api/session', (c) => {
    const { workspace } = c.env
    // Found once: later requests of the browser, also those that carry no header, go there at once.
    if (
      c.var.principal.via === 'access' &&
      (readWorkspaceCookie(c.req.raw) ?? defaultWorkspace) !== workspace
    )
      c.header('set-cookie', setWorkspaceCookie(c.req.url, workspace))
    return c.json(sessionFor(c.env, c.var.principal))
  })
  .delete('/api/session', async (c) => {
    const credential = currentSession(c.req.raw)
    if (credential !== null) await workspaceOf(c.env).signOut(credential)
    c.header('set-cookie', clearSessionCookie(c.req.url))
    return c.body(null, 204)
  })
  .get('/api/sessions', async (c) => {
    const current = currentSession(c.req.raw)
    return c.json({ sessions: await workspaceOf(c.env).sessions(c.var.principal, current) })
  })
  .delete('/api/sessions/:session', async (c) => {
    valueOf(await workspaceOf(c.env).endSession(c.req.param('session'), c.var.principal))
    return c.body(null, 204)
  })

/** Where a sign-in comes from. */
export const clientOf = (request: Request): Client => ({
  address: clientAddress(request),
  agent: request.headers.get('user-agent') ?? '',
  replaces: currentSession(request),
})

/** The session that a request carries, by its hash. */
export function currentSession(request: Request): string | null {
  const credential = readSessionCookie(request)
  return credential === null ? null : sha256Hex(credential)
}

export function sessionFor(env: Env, principal: Principal): Session {
  const { by, role, scope } = principal
  if (role === null) throw new Error('A session is for somebody')
  const rights: Right[] = [...rightsWithin(role, scope), ...(governs(principal) ? (['govern'] as const) : [])]
  const loops = scope.loops ? [...scope.loops] : null
  return { name: by, workspace: env.workspace, role, rights, loops, local: isLocal(env) }
}
