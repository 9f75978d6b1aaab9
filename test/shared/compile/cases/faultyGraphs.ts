import type { Graph } from '../../../../shared/graph/graph.ts'
import type { StepTemplate, TableStrategy } from '../../../../shared/graph/nodes/planner.ts'
import type { Policy } from '../../../../shared/graph/policy.ts'
import { wire } from '../../../../shared/templates/wire.ts'
import { action, soundGraph, withEdges, withNode, withNodes, withoutEdges } from '../../../support/graphs.ts'

export const steps = (...list: StepTemplate[]) => ({ strategy: { type: 'sequence' as const, steps: list } })
export const table = (change: Partial<TableStrategy>) => ({
  strategy: {
    type: 'table' as const,
    hitPolicy: 'first' as const,
    inputs: [{ id: 'n', label: 'N', expr: 'input.n' }],
    rules: [{ id: 'r', cells: ['1'], steps: [{ id: 'one', action: 'act' }] }],
    ...change,
  },
})
export const rule = (id: string, cell: string, step: StepTemplate = { id: 'one', action: 'act' }) => ({
  id,
  cells: [cell],
  steps: [step],
})
export const check = (expr: string, change: object = {}) => ({
  checks: [{ type: 'rule' as const, id: 'ok', expr, onFail: 'replan' as const, ...change }],
})
export const policy = (change: Partial<Policy>): Graph => ({
  ...soundGraph,
  policies: [{ id: 'p', title: 'P', at: 'step', when: 'true', effect: 'deny', message: '', ...change }],
})
export const closedInput = {
  type: 'object',
  properties: { n: { type: 'number' } },
  additionalProperties: false,
}
export const fieldOf = (node: string, field: string) => ({ node, field })

export function twoVerifiers(): Graph {
  const other = withNodes(soundGraph, action('other'), {
    kind: 'verifier',
    id: 'check2',
    title: 'Check 2',
    ...check('true'),
  })
  return withEdges(
    other,
    wire('plan.plan', 'other.step'),
    wire('other.result', 'check2.in'),
    wire('check2.pass', 'done.in'),
  )
}

/** A plan of three steps, the second with an action of its own. */
export function twoSteps(): Graph {
  const other = withNode(withNodes(soundGraph, action('other')), 'plan', {
    ...steps(
      { id: 'one', action: 'act', args: { n: '{{ input.n }}' } },
      { id: 'two', action: 'other' },
      { id: 'three', action: 'act' },
    ),
  })
  return withEdges(other, wire('plan.plan', 'other.step'), wire('other.result', 'check.in'))
}

/** A verifier after the verifier. */
export function twoLayers(): Graph {
  const checks = check('steps.one.status != "failed"', { id: 'also' })
  const second = { kind: 'verifier' as const, id: 'check2', title: 'Check 2', ...checks }
  return withEdges(
    withoutEdges(withNodes(soundGraph, second), 'check.pass'),
    wire('check.pass', 'check2.in'),
    wire('check2.pass', 'done.in'),
    wire('check2.replan', 'plan.in'),
    wire('check2.rollback', 'stopped.in'),
    wire('check2.escalate', 'stopped.in'),
    wire('check2.bail', 'stopped.in'),
  )
}

/** An approval between the planner and its action. */
export function stepApproval(): Graph {
  const asked = withNodes(soundGraph, {
    kind: 'approval',
    id: 'ask',
    title: 'Ask',
    approvers: ['approver'],
    deadlineSeconds: 60,
  })
  return withEdges(
    withoutEdges(asked, 'plan.plan'),
    wire('plan.plan', 'ask.in'),
    wire('ask.granted', 'act.step'),
  )
}

export function approved(deadlineSeconds = 7200): Graph {
  const asked = withNodes(soundGraph, {
    kind: 'approval',
    id: 'ask',
    title: 'Ask',
    approvers: ['approver'],
    deadlineSeconds,
  })
  return withEdges(withoutEdges(asked, 'check.escalate'), wire('check.escalate', 'ask.in'))
}

export function verifierCycle(): Graph {
  const second = withNodes(withoutEdges(soundGraph, 'check.pass'), {
    kind: 'verifier',
    id: 'check2',
    title: 'Check 2',
    ...check('true'),
  })
  return withEdges(
    second,
    wire('check.pass', 'check2.in'),
    wire('check2.pass', 'check.in'),
    wire('check2.bail', 'done.in'),
  )
}

export function undone(undo: object): Graph {
  return withEdges(
    withNodes(
      withNode(soundGraph, 'act', { reversibility: 'compensable', ensures: 'output.status == 201' }),
      action('undo', undo),
    ),
    wire('act.undo', 'undo.step'),
  )
}
