import { defaultWorkspace, type WorkspaceName } from '../../shared/graph/ids.ts'
import type { Env } from '../env.ts'
import { inWorkspace } from './inWorkspace.ts'
import { workspaceOf } from './ports.ts'

/** Workspaces that this isolate knows to be set up. None is ever removed. */
const known = new Set<WorkspaceName>([defaultWorkspace])

/**
 * What is given, in the workspace of that name; null when there is none. The default workspace is asked first, so a name that
 * somebody guesses makes no object.
 */
export async function findWorkspace(env: Env, name: WorkspaceName): Promise<Env | null> {
  if (name === env.workspace) return env
  const there = inWorkspace(env, name)
  if (known.has(name)) return there
  if (!(await workspaceOf(inWorkspace(env, defaultWorkspace)).hasWorkspace(name))) return null
  await workspaceOf(there).ready()
  known.add(name)
  return there
}
