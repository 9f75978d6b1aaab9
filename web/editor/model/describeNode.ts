import { assertNever } from '../../../shared/assertNever.ts'
import type { ActionNode } from '../../../shared/graph/nodes/action.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { PlannerNode } from '../../../shared/graph/nodes/planner.ts'
import type { TriggerNode } from '../../../shared/graph/nodes/trigger.ts'
import type { VerifierNode } from '../../../shared/graph/nodes/verifier.ts'
import { secondsInWords } from './secondsInWords.ts'

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

/** One line that says what a node does. */
export function describeNode(node: Node): string {
  switch (node.kind) {
    case 'trigger':
      return describeTrigger(node)
    case 'planner':
      return describePlanner(node)
    case 'action':
      return describeAction(node)
    case 'verifier':
      return describeVerifier(node)
    case 'approval':
      return `${node.approvers.join(' or ') || 'nobody'} · within ${secondsInWords(node.deadlineSeconds)}`
    case 'outcome':
      return node.body === undefined ? node.status : `${node.status} · with a response`
    default:
      return assertNever(node)
  }
}

const schemes = {
  none: 'unsigned',
  'standard-webhooks': 'Standard Webhooks',
  github: 'GitHub signature',
  bearer: 'bearer token',
} as const satisfies Record<TriggerNode['auth']['scheme'], string>

function describeTrigger(node: TriggerNode): string {
  const checks = node.quality?.length ?? 0
  const parts = [schemes[node.auth.scheme], node.input ? 'typed input' : 'any input']
  return [...parts, ...(checks > 0 ? [counted(checks, 'check')] : [])].join(' · ')
}

function describePlanner(node: PlannerNode): string {
  if (node.strategy.type === 'sequence') return `sequence · ${counted(node.strategy.steps.length, 'step')}`
  return `table · ${counted(node.strategy.rules.length, 'rule')} · ${node.strategy.hitPolicy}`
}

function describeAction(node: ActionNode): string {
  if (node.call.uses === 'transform') return 'transform'
  return `${node.call.method} ${node.call.host || '(no host)'}${node.call.path}`
}

function describeVerifier(node: VerifierNode): string {
  const risk = node.escalateAtRisk === undefined ? [] : [`escalates at ${node.escalateAtRisk}`]
  return [counted(node.checks.length, 'check'), ...risk].join(' · ')
}
