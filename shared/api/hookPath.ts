import { defaultWorkspace, type WorkspaceName } from '../graph/ids.ts'

/** The address that invokes a loop: outside of the default workspace it names the workspace. */
export const hookPath = (workspace: WorkspaceName, loop: string) =>
  workspace === defaultWorkspace ? `/hooks/${loop}` : `/hooks/${workspace}/${loop}`
