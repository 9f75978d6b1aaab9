import { type Context, Hono } from 'hono'
import type { WorkspaceInfo } from '../../shared/api/workspaces.ts'
import { defaultWorkspace } from '../../shared/graph/ids.ts'
import type { AppEnv, Env } from '../env.ts'
import { valueOf } from '../http/problem.ts'
import { bodyOf } from '../http/requestBody.ts'
import { findWorkspace } from '../objects/findWorkspace.ts'
import { ownerFor } from '../objects/homeOf.ts'
import { inWorkspace } from '../objects/inWorkspace.ts'
import { workspaceOf } from '../objects/ports.ts'
import type { SessionOwner } from '../objects/workspace/Sessions.ts'
import { personByAccess } from '../security/authenticate.ts'
import { governs, type Principal } from '../security/principal.ts'
import { setSessionCookie, setWorkspaceCookie } from '../security/sessionCookie.ts'
import { noSuchWorkspace } from '../security/workspaceOfSender.ts'
import { clientOf, currentSession, sessionFor } from './session.ts'

/** The workspaces of the server: which there are, and how to get into them. */
export const workspaces: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/workspaces', async (c) => {
    const owner = await ownerBehind(c)
    return c.json({ workspaces: await enterable(c.env, c.var.principal, owner) })
  })
  .post('/api/workspaces', async (c) => {
    const { name } = await bodyOf(c, 'createWorkspace')
    const made = valueOf(await registry(c.env).addWorkspace(name, c.var.principal.by))
    // Sets it up: it is there whole, or gone on with by whoever asks for it first. Its own log says so: names are nothing for others.
    const there = await findWorkspace(c.env, name)
    if (there) await workspaceOf(there).note(c.var.principal.by, 'workspace.created', name, '')
    return c.json(made, 201)
  })
  .put('/api/session', async (c) => {
    const { workspace } = await bodyOf(c, 'enterWorkspace')
    if (workspace === c.env.workspace) return c.json(sessionFor(c.env, c.var.principal))
    const owner = await ownerBehind(c)
    const there = await findWorkspace(c.env, workspace)
    if (owner === null || there === null) throw noSuchWorkspace()
    if (c.var.principal.via === 'access') return goOnByAccess(c, there)
    const session = currentSession(c.req.raw)
    const entered = await workspaceOf(there).enter(owner, { ...clientOf(c.req.raw), replaces: null })
    if (!entered.ok) throw noSuchWorkspace()
    if (session !== null) await workspaceOf(c.env).signOut(session)
    const { principal, credential: next, maxAgeSeconds } = entered.value
    c.header('set-cookie', setSessionCookie(c.req.url, next, maxAgeSeconds))
    return c.json(sessionFor(there, principal))
  })

/** Who a person is in any workspace: by their session, or as Cloudflare Access says. Null for programs. */
async function ownerBehind({ env, req, var: { principal } }: Context<AppEnv>): Promise<SessionOwner | null> {
  if (principal.via === 'access') {
    const person = await personByAccess(env, req.raw)
    return person && ownerFor(person)
  }
  const session = currentSession(req.raw)
  return session === null ? null : workspaceOf(env).ownerOf(session)
}

/** There is no session to begin: the browser remembers where it goes on. */
async function goOnByAccess(c: Context<AppEnv>, there: Env) {
  const person = await personByAccess(c.env, c.req.raw)
  const principal = person && (await workspaceOf(there).principalOfPerson(person))
  if (!principal || principal.role === null) throw noSuchWorkspace()
  c.header('set-cookie', setWorkspaceCookie(c.req.url, there.workspace))
  return c.json(sessionFor(there, principal))
}

/** The default workspace knows which others there are. */
const registry = (env: Env) => workspaceOf(inWorkspace(env, defaultWorkspace))

/** A token is of one workspace; whoever has a session of their own is asked for in each. */
async function enterable(
  env: Env,
  principal: Principal,
  owner: SessionOwner | null,
): Promise<WorkspaceInfo[]> {
  const all = await registry(env).workspaces()
  if (governs(principal)) return all
  const allowed = await Promise.all(
    all.map(async ({ name }) => {
      if (name === env.workspace) return true
      if (owner === null) return false
      const there = await findWorkspace(env, name)
      return there !== null && workspaceOf(there).admits(owner)
    }),
  )
  return all.filter((_, index) => allowed[index])
}
