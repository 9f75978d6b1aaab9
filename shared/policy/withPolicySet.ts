import type { Program } from '../compile/program.ts'
import { referencesOf } from '../expr/references.ts'
import type { Policy } from '../graph/policy.ts'
import type { PolicySet } from './policySet.ts'

/** How the records of a run name a policy of the workspace. No policy of a loop can have such a name. */
const workspacePrefix = 'workspace:'

export function isOfWorkspace(policy: string): boolean {
  return policy.startsWith(workspacePrefix)
}

/** The policy as the workspace wrote it. */
export function asWritten(policy: Policy): Policy {
  return isOfWorkspace(policy.id) ? { ...policy, id: policy.id.slice(workspacePrefix.length) } : policy
}

const effective = new WeakMap<Program, Map<string, Program>>()

/**
 * The program that a run is held to: the workspace's policies first, then the loop's own. The same program and set give the same object.
 * A set without policies, or none, leaves the program as it is.
 */
export function withPolicySet(program: Program, set: PolicySet | null): Program {
  if (set === null || set.policies.length === 0) return program
  const known = effective.get(program) ?? new Map<string, Program>()
  effective.set(program, known)
  const made = known.get(set.digest) ?? merged(program, set)
  known.set(set.digest, made)
  return made
}

function merged(program: Program, set: PolicySet): Program {
  return { ...program, policies: withWorkspacePolicies(program.policies, set), policySet: set.digest }
}

/** The policies of the workspace, then the loop's own. */
export function withWorkspacePolicies(own: readonly Policy[], set: PolicySet | null): Policy[] {
  const named = (set?.policies ?? []).map((policy) => ({ ...policy, id: `${workspacePrefix}${policy.id}` }))
  return [...named, ...own]
}

const readers = new WeakMap<Program, boolean>()

/** Whether a policy reads `recent`, so that the host has to say what the loop's shard did lately when it accepts a run. */
export function readsRecent(program: Program): boolean {
  const known = readers.get(program)
  if (known !== undefined) return known
  const reads = program.policies.some((policy) => referencesOf(policy.when).roots.has('recent'))
  readers.set(program, reads)
  return reads
}
