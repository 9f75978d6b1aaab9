import type { Graph } from '../../../shared/graph/graph.ts'
import { stepsOf } from '../../../shared/graph/mapSteps.ts'
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
  /** How many rules bound what a planner may propose. */
  rails: number
  /** How many of a planner's steps map over a list, and how many have a fallback. */
  mapped: number
  fallbacks: number
  /** The call is probed when its result is unknown. */
  probe: boolean
  /** Something bounds how many run at once or how often. */
  limited: boolean
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
    approval:
      policies.some(({ effect, mode }) => effect === 'require-approval' && mode !== 'dry-run') ||
      graph.edges.some(
        ({ from, to }) => to.node === node.id && from.port === 'granted' && to.port === 'step',
      ),
    retry: node.kind === 'action' && node.retry && node.retry.maxAttempts > 1 ? node.retry.maxAttempts : null,
    undo:
      node.kind === 'action' &&
      graph.edges.some((edge) => edge.from.node === node.id && edge.from.port === 'undo'),
    secret: readsSecret(node),
    ...planMarks(node),
    probe: node.kind === 'action' && node.probe !== undefined,
    limited: isLimited(node),
  }
}

function planMarks(node: Node): Pick<NodeMarks, 'rails' | 'mapped' | 'fallbacks'> {
  if (node.kind !== 'planner') return { rails: 0, mapped: 0, fallbacks: 0 }
  const steps = stepsOf(node.strategy)
  return {
    rails: node.rails?.rules.length ?? 0,
    mapped: steps.filter((step) => step.map !== undefined).length,
    fallbacks: steps.filter((step) => step.fallback !== undefined).length,
  }
}

function isLimited(node: Node): boolean {
  if (node.kind === 'trigger') return node.admission !== undefined
  return node.kind === 'action' && (node.limit !== undefined || node.breaker !== undefined)
}

function readsSecret(node: Node): boolean {
  if (node.kind === 'trigger') return node.auth.scheme !== 'none'
  if (node.kind === 'verifier')
    return node.checks.some((check) => check.type === 'http' && secretRead.test(JSON.stringify(check.call)))
  if (node.kind === 'planner') return secretRead.test(JSON.stringify(node.strategy))
  if (node.kind !== 'action') return false
  return (
    secretRead.test(JSON.stringify(node.call)) ||
    (node.call.uses === 'emit' && node.call.secret !== undefined)
  )
}
