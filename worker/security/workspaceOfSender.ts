import { workspaceHeader } from '../../shared/api/workspaces.ts'
import { WorkspaceName } from '../../shared/graph/ids.ts'
import type { Env } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { findWorkspace } from '../objects/findWorkspace.ts'
import { bearerOf } from './authenticate.ts'
import { workspaceNamedBy } from './credentials.ts'
import { readSessionCookie } from './sessionCookie.ts'

/** The workspace that a request is for; null for one that does not exist, or that its credential is not of. */
export async function workspaceOfSender(env: Env, request: Request): Promise<Env | null> {
  const header = request.headers.get(workspaceHeader)
  const own = workspaceOfCredential(request)
  if (header === null) return findWorkspace(env, own ?? env.workspace)
  const wanted = WorkspaceName.safeParse(header)
  if (!wanted.success || (own !== null && own !== wanted.data)) return null
  return findWorkspace(env, wanted.data)
}

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
