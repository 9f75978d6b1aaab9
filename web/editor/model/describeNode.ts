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
  return `${node.call.method} ${hostOf(node.call)}${withNames(node.call.path)}`
}

type HttpCall = Extract<ActionNode['call'], { uses: 'http' }>
const hostOf = (call: HttpCall) => call.host || '(no host)'

/** A template as a person reads it: each expression as the last name in it, in braces. */
function withNames(template: string): string {
  return template.replaceAll(/\{\{(.*?)\}\}/g, (_, source: string) => {
    const [name] = source.match(/[A-Za-z_]\w*(?=\W*$)/) ?? ['…']
    return `{${name}}`
  })
}

/** How many characters of a call fit on a card. */
const callRoom = 30

/** What a node does in the room that its card has: a long call keeps its host and the end of its path. */
export function describeBriefly(node: Node): string {
  if (node.kind !== 'action' || node.call.uses === 'transform') return describeNode(node)
  const whole = describeNode(node)
  if (whole.length <= callRoom) return whole
  const start = `${node.call.method} ${hostOf(node.call)} …`
  const parts = withNames(node.call.path)
    .split('/')
    .filter((part) => part !== '')
  let end = ''
  for (const part of parts.toReversed()) {
    const longer = `/${part}${end}`
    if (end !== '' && start.length + longer.length > callRoom) break
    end = longer
  }
  return start + end
}

function describeVerifier(node: VerifierNode): string {
  const risk = node.escalateAtRisk === undefined ? [] : [`escalates at ${node.escalateAtRisk}`]
  return [counted(node.checks.length, 'check'), ...risk].join(' · ')
}
