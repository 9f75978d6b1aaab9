import type { Graph } from '../../../shared/graph/graph.ts'
import { wire } from '../../../shared/templates/wire.ts'

/** A graph with a node of each kind that says as little as it can: what is left out is the compiler’s to fill in. */
export const leastGraph: Graph = {
  format: 'pavane.graph/1',
  name: 'least',
  title: 'Least',
  description: '',
  nodes: [
    { kind: 'trigger', id: 'start', title: 'Start', auth: { scheme: 'none' } },
    {
      kind: 'planner',
      id: 'plan',
      title: 'Plan',
      strategy: { type: 'sequence', steps: [{ id: 'one', action: 'act' }] },
    },
    {
      kind: 'action',
      id: 'act',
      title: 'Act',
      call: { uses: 'http', host: 'host', method: 'GET', path: '/' },
      reversibility: 'pure',
      idempotency: 'native',
    },
    {
      kind: 'verifier',
      id: 'check',
      title: 'Check',
      checks: [{ type: 'rule', id: 'ok', expr: 'steps.one.status == "succeeded"', onFail: 'bail' }],
    },
    { kind: 'approval', id: 'ask', title: 'Ask', approvers: ['approver'], deadlineSeconds: 60 },
    { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded' },
  ],
  edges: [
    wire('start.input', 'plan.in'),
    wire('plan.plan', 'act.step'),
    wire('act.result', 'check.in'),
    wire('check.pass', 'done.in'),
    wire('check.rollback', 'done.in'),
    wire('check.bail', 'done.in'),
    wire('check.escalate', 'ask.in'),
    wire('ask.granted', 'done.in'),
    wire('ask.denied', 'done.in'),
    wire('ask.expired', 'done.in'),
  ],
  policies: [],
  limits: {},
  layout: { positions: {} },
}
