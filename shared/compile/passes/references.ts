import type { Assumption } from '../../graph/assumption.ts'
import type { ActionNode, Redirects } from '../../graph/nodes/action.ts'
import type { Node, NodeKind } from '../../graph/nodes/node.ts'
import type { PolicyPoint } from '../../graph/policy.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { type CompileContext, diagnose, fieldOf } from '../report.ts'
import { secretsIn } from '../secretReaders.ts'
import { strategiesOf } from '../strategies.ts'
import { factsOf } from './goals.ts'

/** What the graph names outside itself, as far as the workspace is known, and the nodes and facts that it names. */
export function checkReferences(index: GraphIndex, context: CompileContext): Diagnostic[] {
  return [
    ...(context.hosts ? checkHosts(index, new Set(context.hosts)) : []),
    ...(context.secrets ? checkSecrets(index, new Set(context.secrets)) : []),
    ...(context.secretHosts ? checkSecretHosts(index, context.secretHosts) : []),
    ...checkRedirects(index),
    ...(context.loops ? checkLoops(index, new Set(context.loops)) : []),
    ...checkFacts(index),
    ...checkPolicies(index),
  ]
}

/** A name and where in the node it stands. */
type Named = { name: string; field: string }

function checkHosts(index: GraphIndex, hosts: ReadonlySet<string>): Diagnostic[] {
  return index.nodes().flatMap((node) =>
    hostsIn(node)
      .filter(({ name }) => !hosts.has(name))
      .map(({ name, field }) =>
        diagnose('unknown-host', fieldOf(node.id, field), `The workspace has no host “${name}”`),
      ),
  )
}

function hostsIn(node: Node): Named[] {
  switch (node.kind) {
    case 'action': {
      const { call, probe } = node
      return [
        ...(call.uses === 'http' || call.uses === 'emit' ? [{ name: call.host, field: '/call/host' }] : []),
        ...(probe ? [{ name: probe.call.host, field: '/probe/call/host' }] : []),
        ...redirectsIn(node).flatMap(({ hosts = [], field }) =>
          hosts.map((name, place) => ({ name, field: `${field}/hosts/${place}` })),
        ),
        ...assumedHosts(node.assumes),
      ]
    }
    case 'planner':
      return [
        ...strategiesOf(node).flatMap(({ strategy, field }) =>
          strategy.type === 'http' ? [{ name: strategy.host, field: `${field}/host` }] : [],
        ),
        ...assumedHosts(node.assumes),
      ]
    case 'verifier':
      return node.checks.flatMap((check, place) =>
        check.type === 'http' ? [{ name: check.call.host, field: `/checks/${place}/call/host` }] : [],
      )
    case 'trigger':
      return [
        ...(node.callbacks?.to ?? []).map(({ host }, place) => ({
          name: host,
          field: `/callbacks/to/${place}/host`,
        })),
        ...(node.callbacks?.callerHosts ?? []).map((name, place) => ({
          name,
          field: `/callbacks/callerHosts/${place}`,
        })),
      ]
    case 'approval':
    case 'outcome':
      return []
  }
}

function assumedHosts(assumes: readonly Assumption[] = []): Named[] {
  return assumes.flatMap((assumption, place) =>
    assumption.type === 'reachable' ? [{ name: assumption.host, field: `/assumes/${place}/host` }] : [],
  )
}

function checkSecrets(index: GraphIndex, secrets: ReadonlySet<string>): Diagnostic[] {
  return index.nodes().flatMap((node) => {
    const signing =
      node.kind === 'trigger' && node.auth.scheme !== 'none'
        ? [{ name: node.auth.secret, field: '/auth/secret' }]
        : []
    const telling =
      node.kind === 'trigger' && node.callbacks
        ? [{ name: node.callbacks.secret, field: '/callbacks/secret' }]
        : []
    return [...signing, ...telling, ...secretsIn(node)]
      .filter(({ name }) => !secrets.has(name))
      .map(({ name, field }) =>
        diagnose(
          'unknown-secret',
          fieldOf(node.id, field),
          `The workspace has no secret “${name}” for this loop`,
        ),
      )
  })
}

/** A secret may be kept for some hosts: sent to another, the call would fail. */
function checkSecretHosts(
  index: GraphIndex,
  secretHosts: NonNullable<CompileContext['secretHosts']>,
): Diagnostic[] {
  return index.nodes().flatMap((node) =>
    secretsIn(node).flatMap(({ name, field, host }) => {
      const hosts = Object.hasOwn(secretHosts, name) ? secretHosts[name] : undefined
      if (!hosts || (host !== null && hosts.includes(host))) return []
      const message = `The secret “${name}” may not go to ${host === null ? 'a value' : `“${host}”`}`
      return [diagnose('secret-elsewhere', fieldOf(node.id, field), message)]
    }),
  )
}

function redirectsIn({ call, probe }: ActionNode): (Redirects & { method: string; field: string })[] {
  const calls = [
    { call, at: '/call' },
    { call: probe?.call, at: '/probe/call' },
  ]
  return calls.flatMap(({ call: each, at }) =>
    each?.uses === 'http' && each.redirects
      ? [{ ...each.redirects, method: each.method, field: `${at}/redirects` }]
      : [],
  )
}

function checkRedirects(index: GraphIndex): Diagnostic[] {
  return index.nodesOf('action').flatMap((node) =>
    redirectsIn(node)
      .filter(({ method }) => method !== 'GET')
      .map(({ method, field }) =>
        diagnose('redirect-method', fieldOf(node.id, field), `Redirects of a ${method} are not followed`),
      ),
  )
}

function checkLoops(index: GraphIndex, loops: ReadonlySet<string>): Diagnostic[] {
  return index.nodesOf('action').flatMap(({ id, call }) => {
    if (call.uses !== 'loop' || call.loop === index.graph.name || loops.has(call.loop)) return []
    return [diagnose('unknown-loop', fieldOf(id, '/call/loop'), `The workspace has no loop “${call.loop}”`)]
  })
}

/** Facts that must be fresh. */
function checkFacts(index: GraphIndex): Diagnostic[] {
  const facts = factsOf(index)
  return [...index.nodesOf('planner'), ...index.nodesOf('action')].flatMap(({ id, assumes }) =>
    (assumes ?? []).flatMap((assumption, place) => {
      if (assumption.type !== 'fresh' || assumption.what === 'input' || facts.has(assumption.what)) return []
      const at = fieldOf(id, `/assumes/${place}/what`)
      return [diagnose('unknown-fact', at, `No action gives “${assumption.what}”`)]
    }),
  )
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
