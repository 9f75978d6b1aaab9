import { defaultWorkspace } from '../../shared/graph/ids.ts'
import type { Env } from '../env.ts'
import { findWorkspace } from './findWorkspace.ts'
import { inWorkspace } from './inWorkspace.ts'
import { workspaceOf } from './ports.ts'
import type { Identified } from './workspace/identityApi.ts'
import type { SessionOwner } from './workspace/Sessions.ts'

/** Somebody of whom a provider says who it is, as the owner of a session. */
export const ownerFor = ({ email, groups }: Identified): SessionOwner => ({
  owner: `person:${email}`,
  via: 'oidc',
  name: email,
  groups,
  boundTo: '',
})

/** The first workspace that somebody has a role in: the default one, else by name; null where they have none anywhere. */
export async function homeOf(env: Env, owner: SessionOwner): Promise<Env | null> {
  for (const { name } of await workspaceOf(inWorkspace(env, defaultWorkspace)).workspaces()) {
    const there = await findWorkspace(env, name)
    if (there && (await workspaceOf(there).admits(owner))) return there
  }
  return null
}
