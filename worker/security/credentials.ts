import { defaultWorkspace, WorkspaceName } from '../../shared/graph/ids.ts'
import { newCredential } from './digests.ts'

/** What Pavane makes to be recognised by: API tokens, and what session cookies carry. */
const prefixes = { token: 'pvt_', session: 'pvs_' } as const

/** A new credential. It names its workspace, so that it is looked for there and nowhere else. */
export const credentialIn = (workspace: WorkspaceName, kind: keyof typeof prefixes) =>
  newCredential(`${prefixes[kind]}${workspace === defaultWorkspace ? '' : `${workspace}.`}`)

/** The workspace that a credential names; null for one that Pavane did not make. Whether it is good is another question. */
export function workspaceNamedBy(credential: string): WorkspaceName | null {
  const [, named] = /^pv[ts]_(?:([^.]*)\.)?[\w-]+$/.exec(credential) ?? [null, null]
  if (named === null) return null
  if (named === undefined) return defaultWorkspace
  const workspace = WorkspaceName.safeParse(named)
  return workspace.success ? workspace.data : null
}
