import { z } from 'zod'
import { WorkspaceName } from '../graph/ids.ts'

/** A workspace: its own loops, runs, hosts, secrets and people. None can see another's. */
export const WorkspaceInfo = z.strictObject({
  name: WorkspaceName,
  /** Milliseconds since the epoch; null for the one that was there from the start. */
  createdAt: z.int().nullable(),
  createdBy: z.string(),
})
export type WorkspaceInfo = z.infer<typeof WorkspaceInfo>
export const WorkspaceList = z.strictObject({ workspaces: z.array(WorkspaceInfo) })
export const CreateWorkspace = z.strictObject({ name: WorkspaceName })

/** Goes on with the session in another workspace. */
export const EnterWorkspace = z.strictObject({ workspace: WorkspaceName })

/** The request header that says which workspace is meant, for credentials that are good in several. */
export const workspaceHeader = 'pavane-workspace'
