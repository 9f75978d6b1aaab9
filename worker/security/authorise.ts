import type { Context, MiddlewareHandler } from 'hono'
import { allows, type Right, rightsWithin } from '../../shared/api/rights.ts'
import { workspaceHeader } from '../../shared/api/workspaces.ts'
import { WorkspaceName } from '../../shared/graph/ids.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { findRoute } from '../http/routeTable.ts'
import { findWorkspace } from '../objects/findWorkspace.ts'
import { homeOf, ownerFor } from '../objects/homeOf.ts'
import { workspaceOf } from '../objects/ports.ts'
import { authenticate, personByAccess } from './authenticate.ts'
import { governs, nobody, type Principal } from './principal.ts'
import { requireLoopInScope } from './requireLoopInScope.ts'
import { noSuchWorkspace, workspaceOfSender } from './workspaceOfSender.ts'

/**
 * Lets a request through when the table of routes says that its sender may. What is not in the table does not exist,
 * so a handler that is mounted but not listed can't be reached.
 */
export const authorise: MiddlewareHandler<AppEnv> = async (c, next) => {
  const route = findRoute(c.req.method, c.req.path)
  if (!route.found) throw notInTable(c.req.method, route.allowed)
  const { right, path } = route.spec
  const isOpen = right === 'public' || right === 'hook'
  const principal = isOpen ? await enterNamed(c, path) : await enter(c)
  requireRight(principal, right)
  if (!isOpen) requireLoopInScope(principal.scope, path, c.req.path)
  c.set('principal', principal)
  await next()
}

/** Goes into the workspace that a hook's address names. */
async function enterNamed(c: Context<AppEnv>, pattern: string): Promise<Principal> {
  const place = pattern.split('/').indexOf(':workspace')
  if (place < 0) return nobody
  const workspace = WorkspaceName.safeParse(c.req.path.split('/')[place])
  const there = workspace.success ? await findWorkspace(c.env, workspace.data) : null
  // As of a loop that is not there: nobody learns which workspaces there are.
  if (there === null) throw new ProblemException('loop-not-found', 'There is no loop of that name.')
  c.env = there
  return nobody
}

/** Finds out who sends a request, in the workspace that they send it to: from here on it can reach no other. */
async function enter(c: Context<AppEnv>): Promise<Principal> {
  const { env, isWanted } = await workspaceOfSender(c.env, c.req.raw)
  c.env = env
  const principal = await authenticate(c.env, c.req.raw)
  if (principal.role === null && principal.via === 'access' && !c.req.raw.headers.has(workspaceHeader))
    return enterHome(c, principal)
  const isElsewhere = !isWanted || (principal.role === null && c.req.raw.headers.has(workspaceHeader))
  if (isElsewhere && principal.via !== 'nothing') throw noSuchWorkspace()
  return principal
}

/** Whom Cloudflare Access vouches for, and who has no role here, is let into the first workspace where they have one. */
async function enterHome(c: Context<AppEnv>, stranger: Principal): Promise<Principal> {
  const person = await personByAccess(c.env, c.req.raw)
  const home = person && (await homeOf(c.env, ownerFor(person)))
  if (!person || !home) return stranger
  c.env = home
  return workspaceOf(home).principalOfPerson(person)
}

function requireRight(principal: Principal, right: Right): void {
  const { role, via, by, scope } = principal
  if (right === 'public' || right === 'hook') return
  if (role === null && via === 'nothing')
    throw new ProblemException('unauthenticated', 'Sign in, or send a token as Authorization: Bearer.')
  if (role === null)
    throw new ProblemException(
      'forbidden',
      `${by} has no role here. An admin gives roles under Settings, Members.`,
    )
  if (right === 'govern') {
    if (governs(principal)) return
    throw new ProblemException('forbidden', 'This is for the administrator of the server alone.')
  }
  if (!allows(role, right))
    throw new ProblemException('forbidden', `This asks for the right to ${right}; a ${role} lacks it.`)
  if (!rightsWithin(role, scope).includes(right))
    throw new ProblemException(
      'forbidden',
      `This asks for the right to ${right}, which this token is not for.`,
    )
}

function notInTable(method: string, allowed: string[]): ProblemException {
  if (allowed.length === 0) return new ProblemException('not-found', 'There is nothing at this address.')
  const allow = allowed.join(', ')
  return new ProblemException('method-not-allowed', `This address takes ${allow}, not ${method}.`, {
    headers: { allow },
  })
}
