import { Hono } from 'hono'
import { rightsOf } from '../../shared/api/rights.ts'
import type { Session } from '../../shared/api/workspace.ts'
import { type AppEnv, type Env, isLocal } from '../env.ts'
import { valueOf } from '../http/problem.ts'
import { bodyOf } from '../http/requestBody.ts'
import { workspaceOf } from '../objects/ports.ts'
import { sha256Hex } from '../security/digests.ts'
import type { Principal } from '../security/principal.ts'
import { clearSessionCookie, readSessionCookie, setSessionCookie } from '../security/sessionCookie.ts'

/** Signing in and out. */
export const session: Hono<AppEnv> = new Hono<AppEnv>()
  .post('/api/session', async (c) => {
    const request = await bodyOf(c, 'createSession')
    const client = c.req.header('cf-connecting-ip') ?? 'local'
    const signedIn = valueOf(await workspaceOf(c.env).signIn(request, client))
    c.header('set-cookie', setSessionCookie(c.req.url, signedIn.credential, signedIn.maxAgeSeconds))
    return c.json(sessionFor(c.env, signedIn.principal), 201)
  })
  .get('/api/session', (c) => c.json(sessionFor(c.env, c.var.principal)))
  .delete('/api/session', async (c) => {
    const credential = readSessionCookie(c.req.raw)
    if (credential !== null) await workspaceOf(c.env).signOut(sha256Hex(credential))
    c.header('set-cookie', clearSessionCookie(c.req.url))
    return c.body(null, 204)
  })

function sessionFor(env: Env, { by, role }: Principal): Session {
  if (role === null) throw new Error('A session is for somebody')
  return { name: by, role, rights: [...rightsOf[role]], local: isLocal(env) }
}
