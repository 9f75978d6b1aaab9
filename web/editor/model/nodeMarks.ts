import type { Graph } from '../../../shared/graph/graph.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import { policySubject } from './policySubject.ts'

/** The small marks of a card: what governs the node beyond its one line. */
export type NodeMarks = {
  /** Titles of the policies that look at it. */
  policies: readonly string[]
  approval: boolean
  retry: number | null
  undo: boolean
  secret: boolean
}

const secretRead = /\bsecrets\s*[.[]/

/** The marks of a node in its graph. */
export function nodeMarks(graph: Graph, node: Node): NodeMarks {
  // A policy that names no nodes looks at every one of its kind.
  const policies = graph.policies.filter((policy) =>
    policy.on ? policy.on.includes(node.id) : policySubject[policy.at] === node.kind,
  )
  return {
    policies: policies.map((policy) => policy.title),
    approval: policies.some((policy) => policy.effect === 'require-approval'),
    retry: node.kind === 'action' && node.retry && node.retry.maxAttempts > 1 ? node.retry.maxAttempts : null,
    undo:
      node.kind === 'action' &&
      graph.edges.some((edge) => edge.from.node === node.id && edge.from.port === 'undo'),
    secret: readsSecret(node),
  }
}

function readsSecret(node: Node): boolean {
  if (node.kind === 'trigger') return node.auth.scheme !== 'none'
  return node.kind === 'action' && secretRead.test(JSON.stringify(node.call))
}
