import { workspaceHeader } from '../../shared/api/workspaces.ts'
import { WorkspaceName } from '../../shared/graph/ids.ts'
import type { Env } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { findWorkspace } from '../objects/findWorkspace.ts'
import { accessHeader } from './access.ts'
import { bearerOf } from './authenticate.ts'
import { workspaceNamedBy } from './credentials.ts'
import { readSessionCookie, readWorkspaceCookie } from './sessionCookie.ts'

/** Where a sender is known, and whether that is the workspace that they ask for. */
type Entered = { env: Env; isWanted: boolean }

/**
 * The workspace in which to ask who sends a request: the one that its credential names; for a credential that names none (the
 * administrator's token, Cloudflare Access) the one that the header names, and by Access else the one that the browser was last in.
 */
export async function workspaceOfSender(env: Env, request: Request): Promise<Entered> {
  const header = request.headers.get(workspaceHeader)
  const own = workspaceOfCredential(request)
  // A credential of a workspace that there is none of is wrong in any.
  if (own !== null)
    return {
      env: (await findWorkspace(env, own)) ?? env,
      isWanted: header === null || header === own,
    }
  if (header === null) {
    const last = request.headers.has('authorization') ? null : lastOfBrowser(request)
    return { env: (last === null ? null : await findWorkspace(env, last)) ?? env, isWanted: true }
  }
  const wanted = WorkspaceName.safeParse(header)
  const there = wanted.success ? await findWorkspace(env, wanted.data) : null
  return there === null ? { env, isWanted: false } : { env: there, isWanted: true }
}

/** A browser can't set the header for every request, so it keeps where it was: whoever comes by Access has no session that would say it. */
const lastOfBrowser = (request: Request) =>
  request.headers.has(accessHeader) ? readWorkspaceCookie(request) : null

/** The workspace of a token or session; null where the sender's credential is none of a workspace's. */
function workspaceOfCredential(request: Request): WorkspaceName | null {
  const credential = request.headers.has('authorization')
    ? bearerOf(request.headers)
    : readSessionCookie(request)
  return credential === null ? null : workspaceNamedBy(credential)
}

/** Said of a workspace that does not exist as of one that somebody may not enter: nobody learns which there are. */
export const noSuchWorkspace = () =>
  new ProblemException('workspace-not-found', 'There is no workspace of that name that you may enter.')
