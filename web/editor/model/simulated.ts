import type { ActionNode } from '../../../shared/graph/nodes/action.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { VerifierNode } from '../../../shared/graph/nodes/verifier.ts'
import { checkKey, plannerKey } from '../../../shared/sim/mockKeys.ts'
import type { DriftQuestion } from '../../../shared/verify/drift/judgeDrift.ts'

/** Something outside the run whose answer a trial makes up. */
export type Simulated =
  | { of: 'call'; key: string; node: string; title: string; probed: boolean }
  | { of: 'child'; key: string; node: string; title: string; probed: false }
  | { of: 'event'; key: string; node: string; title: string; event: string }
  | { of: 'planner'; key: string; node: string; title: string }
  | { of: 'checker'; key: string; node: string; title: string }
  /** What the host knows of a baseline. */
  | { of: 'baseline'; key: string; node: string; title: string; asks: DriftQuestion }

/** What a trial makes up for a loop, in the order of its nodes. Time passes by itself, and what is computed is computed. */
export function simulatedIn(nodes: readonly Node[]): Simulated[] {
  return nodes.flatMap((node): Simulated[] => {
    if (node.kind === 'action') return ofAction(node)
    if (node.kind === 'verifier') return ofVerifier(node)
    if (node.kind !== 'planner') return []
    const { id, title, strategy } = node
    if (strategy.type === 'http') return [{ of: 'planner', key: id, node: id, title }]
    if (strategy.type !== 'federation') return []
    return strategy.members.flatMap((member): Simulated[] =>
      member.strategy.type === 'http'
        ? [
            {
              of: 'planner',
              key: plannerKey(id, member.id),
              node: id,
              title: `${title}: ${member.title ?? member.id}`,
            },
          ]
        : [],
    )
  })
}

function ofVerifier({ id: node, title, checks }: VerifierNode): Simulated[] {
  return checks.flatMap((check): Simulated[] => {
    if (check.type !== 'http' && check.type !== 'drift') return []
    const base = { key: checkKey(node, check.id), node, title: `${title}: ${check.title ?? check.id}` }
    return [check.type === 'http' ? { of: 'checker', ...base } : { of: 'baseline', ...base, asks: check }]
  })
}

function ofAction({ id, title, call, probe }: ActionNode): Simulated[] {
  const base = { key: id, node: id, title }
  switch (call.uses) {
    case 'http':
    case 'emit':
      return [{ of: 'call', ...base, probed: probe !== undefined }]
    case 'loop':
      return [{ of: 'child', ...base, probed: false }]
    case 'wait':
      return call.for.type === 'event' ? [{ of: 'event', ...base, event: call.for.event }] : []
    case 'transform':
      return []
  }
}
