import { assertNever } from '../../../shared/assertNever.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { TriggerNode } from '../../../shared/graph/nodes/trigger.ts'
import type { VerifierNode } from '../../../shared/graph/nodes/verifier.ts'
import { counted } from './counted.ts'
import { describeCall, describeCallBriefly } from './describeCall.ts'
import { describeStrategy } from './describeStrategy.ts'
import { secondsInWords } from './secondsInWords.ts'

/** One line that says what a node does. */
export function describeNode(node: Node): string {
  switch (node.kind) {
    case 'trigger':
      return describeTrigger(node)
    case 'planner':
      return describeStrategy(node.strategy)
    case 'action':
      return describeCall(node.call)
    case 'verifier':
      return describeVerifier(node)
    case 'approval':
      return `${(node.need ?? 1) > 1 ? `${node.need} × ` : ''}${node.approvers.join(' or ') || 'nobody'} · within ${secondsInWords(node.deadlineSeconds)}`
    case 'outcome':
      return node.body === undefined ? node.status : `${node.status} · with a response`
    default:
      return assertNever(node)
  }
}

/** What a node does in the room that its card has. */
export function describeBriefly(node: Node): string {
  return node.kind === 'action' ? describeCallBriefly(node.call) : describeNode(node)
}

const schemes = {
  none: 'unsigned',
  'standard-webhooks': 'Standard Webhooks',
  stripe: 'Stripe signature',
  github: 'GitHub signature',
  bearer: 'bearer token',
} as const satisfies Record<TriggerNode['auth']['scheme'], string>

function describeTrigger(node: TriggerNode): string {
  const checks = node.quality?.length ?? 0
  const parts = [schemes[node.auth.scheme], node.input ? 'typed input' : 'any input']
  return [...parts, ...(checks > 0 ? [counted(checks, 'check')] : [])].join(' · ')
}

function describeVerifier(node: VerifierNode): string {
  const { escalateAtRisk, bailAtRisk, gate } = node
  const parts = [
    counted(node.checks.length, 'check'),
    gate !== undefined && 'a gate',
    escalateAtRisk !== undefined && `escalates at ${escalateAtRisk}`,
    bailAtRisk !== undefined && `bails at ${bailAtRisk}`,
  ]
  return parts.filter((part) => part !== false).join(' · ')
}
