import type { Graph } from '../../shared/graph/graph.ts'
import type { ActionNode } from '../../shared/graph/nodes/action.ts'
import { wire } from '../../shared/templates/wire.ts'

const call = (id: string): ActionNode['call'] => ({
  uses: 'http',
  host: 'shop',
  method: 'POST',
  path: `/${id}`,
})

/** An action of the shop: repeating it is safe. */
export const shopAction = (id: string, change: Partial<ActionNode> = {}): ActionNode => ({
  kind: 'action',
  id,
  title: id,
  call: call(id),
  reversibility: 'idempotent',
  idempotency: 'keyed',
  ...change,
})

/** Two stages: goods are reserved and paid, then sent. Every property holds in it. */
export const provenGraph: Graph = {
  format: 'pavane.graph/1',
  name: 'shop',
  title: 'Shop',
  description: '',
  nodes: [
    {
      kind: 'trigger',
      id: 'start',
      title: 'Order',
      auth: { scheme: 'bearer', secret: 'token' },
      input: {
        type: 'object',
        required: ['kind', 'amount', 'items'],
        properties: {
          kind: { enum: ['goods', 'service'] },
          amount: { type: 'number', minimum: 0 },
          items: { type: 'array' },
        },
      },
    },
    {
      kind: 'planner',
      id: 'pay_plan',
      title: 'Reserve and charge',
      strategy: {
        type: 'sequence',
        steps: [
          { id: 'reserve', action: 'reserve' },
          { id: 'charge', action: 'charge' },
        ],
      },
    },
    shopAction('reserve', { reversibility: 'compensable', undoArgs: {} }),
    shopAction('release'),
    shopAction('charge', { reversibility: 'compensable', undoArgs: {} }),
    shopAction('refund'),
    {
      kind: 'verifier',
      id: 'paid',
      title: 'Paid?',
      checks: [
        {
          type: 'rule',
          id: 'amount',
          expr: 'steps.charge.output.body.amount == input.amount',
          onFail: 'replan',
        },
      ],
    },
    { kind: 'approval', id: 'ask', title: 'A person looks', approvers: ['approver'], deadlineSeconds: 600 },
    {
      kind: 'planner',
      id: 'send_plan',
      title: 'Send',
      strategy: { type: 'sequence', steps: [{ id: 'ship', action: 'ship' }] },
    },
    shopAction('ship', { reversibility: 'irreversible' }),
    {
      kind: 'verifier',
      id: 'sent',
      title: 'Sent?',
      checks: [{ type: 'rule', id: 'tracked', expr: 'steps.ship.output.body.tracked', onFail: 'escalate' }],
      onStepFailed: 'bail',
    },
    { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded' },
    { kind: 'outcome', id: 'undone', title: 'As before', status: 'rolled-back' },
    {
      kind: 'outcome',
      id: 'by_hand',
      title: 'By hand',
      status: 'bailed',
      body: { left: '{{ run.standing }}' },
    },
  ],
  edges: [
    wire('start.input', 'pay_plan.in'),
    wire('pay_plan.plan', 'reserve.step'),
    wire('pay_plan.plan', 'charge.step'),
    wire('reserve.result', 'paid.in'),
    wire('charge.result', 'paid.in'),
    wire('reserve.undo', 'release.step'),
    wire('charge.undo', 'refund.step'),
    wire('paid.pass', 'send_plan.in'),
    wire('paid.replan', 'pay_plan.in'),
    wire('paid.rollback', 'undone.in'),
    wire('paid.escalate', 'ask.in'),
    wire('paid.bail', 'by_hand.in'),
    wire('ask.granted', 'send_plan.in'),
    wire('ask.denied', 'by_hand.in'),
    wire('ask.expired', 'by_hand.in'),
    wire('send_plan.plan', 'ship.step'),
    wire('ship.result', 'sent.in'),
    wire('sent.pass', 'done.in'),
    wire('sent.escalate', 'by_hand.in'),
    wire('sent.bail', 'by_hand.in'),
  ],
  policies: [],
  limits: {},
  layout: { positions: {} },
}
