import { defaultWorkspace, type WorkspaceName } from '../../shared/graph/ids.ts'
import type { Bindings, Env } from '../env.ts'

const atDefault = new WeakMap<Bindings, Env>()

/** What is given, in a workspace. The default workspace's is made once, since every hook asks for it. */
export function inWorkspace(bindings: Bindings, workspace: WorkspaceName): Env {
  if (workspace !== defaultWorkspace) return { ...bindings, workspace }
  const known = atDefault.get(bindings)
  if (known) return known
  const env = { ...bindings, workspace }
  atDefault.set(bindings, env)
  return env
}

/**
 * An object's name. That of the default workspace is its own; any other begins with the name of its workspace, behind a sign that
 * makes it no name of the default one: a lease may be named anything.
 */
export const objectName = (workspace: WorkspaceName, name: string) =>
  workspace === defaultWorkspace && !name.startsWith('@') ? name : `@${workspace}:${name}`

/** Whose an object is, and what it is called there. */
export function readObjectName(id: DurableObjectId): { workspace: WorkspaceName; name: string } {
  const full = id.name ?? ''
  const [, workspace, name] = /^@([^:]+):(.*)$/s.exec(full) ?? []
  return workspace === undefined || name === undefined
    ? { workspace: defaultWorkspace, name: full }
    : { workspace, name }
}

/** What an object is given, in its own workspace: it can reach no other. */
export const envOf = ({ id }: DurableObjectState, bindings: Bindings): Env =>
  inWorkspace(bindings, readObjectName(id).workspace)
