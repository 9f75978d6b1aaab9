import { templateReferences } from '../../expr/references.ts'
import type { NodeKind } from '../../graph/nodes/node.ts'
import type { PolicyPoint } from '../../graph/policy.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { callTemplate } from '../expressionPlaces.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { type CompileContext, diagnose, fieldOf } from '../report.ts'

/** What the graph names outside itself, as far as the workspace is known, and the nodes that its policies name. */
export function checkReferences(index: GraphIndex, context: CompileContext): Diagnostic[] {
  return [
    ...(context.hosts ? checkHosts(index, new Set(context.hosts)) : []),
    ...(context.secrets ? checkSecrets(index, new Set(context.secrets)) : []),
    ...checkPolicies(index),
  ]
}

function checkHosts(index: GraphIndex, hosts: ReadonlySet<string>): Diagnostic[] {
  return index.nodesOf('action').flatMap((action) => {
    if (action.call.uses !== 'http' || hosts.has(action.call.host)) return []
    const message = `The workspace has no host “${action.call.host}”`
    return [diagnose('unknown-host', fieldOf(action.id, '/call/host'), message)]
  })
}

function checkSecrets(index: GraphIndex, secrets: ReadonlySet<string>): Diagnostic[] {
  const { trigger } = index
  const signing = trigger && trigger.auth.scheme !== 'none' ? [trigger.auth.secret] : []
  const atTrigger = signing.map((name) => ({ at: fieldOf(trigger?.id ?? '', '/auth/secret'), name }))
  const inCalls = index.nodesOf('action').flatMap((action) => {
    const names = [...templateReferences(callTemplate(action.call)).secrets]
    return names.map((name) => ({ at: fieldOf(action.id, '/call'), name }))
  })
  return [...atTrigger, ...inCalls]
    .filter(({ name }) => !secrets.has(name))
    .map(({ at, name }) => diagnose('unknown-secret', at, `The workspace has no secret “${name}”`))
}

/** The kinds of nodes that a policy can be narrowed to. */
const subjectsOf = {
  input: [],
  plan: ['planner'],
  step: ['action'],
  output: ['action'],
  verdict: ['verifier'],
} as const satisfies Record<PolicyPoint, readonly NodeKind[]>

function checkPolicies(index: GraphIndex): Diagnostic[] {
  return index.graph.policies.flatMap((policy, place) =>
    (policy.on ?? []).flatMap((id, which) => {
      const kinds: readonly NodeKind[] = subjectsOf[policy.at]
      const kind = index.node(id)?.kind
      if (kind && kinds.includes(kind)) return []
      const field = `/policies/${place}/on/${which}`
      const message = kind
        ? `A policy at ${policy.at} has nothing to do with a ${kind}`
        : `There is no node “${id}”`
      return [diagnose('unknown-policy-node', { field }, message)]
    }),
  )
}
