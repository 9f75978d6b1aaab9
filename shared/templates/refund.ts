import type { Graph } from '../graph/graph.ts'
import { refundCases } from './refundCases.ts'
import type { LoopTemplate } from './template.ts'
import { wire } from './wire.ts'

const money = { type: 'integer', minimum: 1 }
const currency = { type: 'string', pattern: '^[a-z]{3}$' }
const chargeId = { type: 'string', pattern: '^ch_[A-Za-z0-9_]+$' }

const request = (order: string, amount: number, charge = `ch_${order}_${amount}`) => ({
  order,
  charge,
  amount,
  currency: 'usd',
  reason: 'The parcel never arrived',
})

const samples: LoopTemplate['samples'] = [
  { title: 'A small refund', input: request('A1001', 4200) },
  { title: 'One that a person approves', input: request('A1002', 45_000) },
  { title: 'One over every limit', input: request('A1003', 250_000) },
  { title: 'More than was charged', input: request('A1004', 9000, 'ch_A1004_5000') },
]

const graph: Graph = {
  format: 'pavane.graph/1',
  name: 'refund',
  title: 'Refund',
  description:
    'Pays a charge back. Up to 100.00 on its own, up to 1,000.00 when a person approves, never more; what was paid is compared with what was asked.',
  nodes: [
    {
      kind: 'trigger',
      id: 'request',
      title: 'Refund request',
      note: 'Takes calls from anyone, so that it runs at once. Choose how callers prove who they are before it is real.',
      auth: { scheme: 'none' },
      input: {
        type: 'object',
        required: ['order', 'charge', 'amount', 'currency', 'reason'],
        examples: samples.map((sample) => sample.input),
        properties: {
          order: { type: 'string', minLength: 1, maxLength: 100 },
          charge: chargeId,
          amount: { ...money, description: 'In cents' },
          currency,
          reason: { type: 'string', minLength: 1, maxLength: 500 },
        },
        additionalProperties: false,
      },
      dedupe: '"refund:" + input.order + ":" + input.charge',
      respond: { mode: 'wait', seconds: 10 },
    },
    {
      kind: 'planner',
      id: 'plan_refund',
      title: 'Look, then pay back',
      expects: 'The charge is paid back once, by exactly the amount that was asked for.',
      strategy: {
        type: 'sequence',
        steps: [
          {
            id: 'charge',
            action: 'get_charge',
            args: { charge: '{{ input.charge }}' },
            why: 'To know what can be paid back',
          },
          {
            id: 'refund',
            action: 'create_refund',
            args: {
              charge: '{{ input.charge }}',
              amount: '{{ input.amount }}',
              currency: '{{ steps.charge.output.body.currency }}',
              reason: '{{ input.reason }}',
            },
            when: 'steps.charge.output.body.currency == input.currency && steps.charge.output.body.amount - steps.charge.output.body.refunded >= input.amount',
            why: 'The charge still holds that much, in that currency',
          },
        ],
      },
    },
    {
      kind: 'action',
      id: 'get_charge',
      title: 'Read the charge',
      args: {
        type: 'object',
        required: ['charge'],
        properties: { charge: chargeId },
        additionalProperties: false,
      },
      output: {
        type: 'object',
        properties: {
          status: { type: 'integer' },
          body: {
            type: 'object',
            required: ['id', 'amount', 'currency', 'refunded'],
            examples: [{ id: 'ch_A1001_4200', amount: 4200, currency: 'usd', refunded: 0 }],
            properties: {
              amount: { type: 'integer' },
              currency: { type: 'string' },
              refunded: { type: 'integer' },
            },
          },
        },
      },
      call: { uses: 'http', host: 'payments', method: 'GET', path: '/charges/{{ args.charge }}' },
      reversibility: 'pure',
      idempotency: 'native',
      timeoutSeconds: 10,
    },
    {
      kind: 'action',
      id: 'create_refund',
      title: 'Pay back',
      args: {
        type: 'object',
        required: ['charge', 'amount', 'currency', 'reason'],
        properties: { charge: chargeId, amount: money, currency, reason: { type: 'string' } },
        additionalProperties: false,
      },
      output: {
        type: 'object',
        properties: {
          status: { type: 'integer' },
          body: {
            type: 'object',
            required: ['id', 'amount', 'currency', 'status'],
            examples: [
              { id: 're_1', charge: 'ch_A1001_4200', amount: 4200, currency: 'usd', status: 'succeeded' },
            ],
            properties: {
              id: { type: 'string' },
              amount: { type: 'integer' },
              currency: { type: 'string' },
              status: { type: 'string' },
            },
          },
        },
      },
      call: {
        uses: 'http',
        host: 'payments',
        method: 'POST',
        path: '/refunds',
        body: {
          charge: '{{ args.charge }}',
          amount: '{{ args.amount }}',
          currency: '{{ args.currency }}',
          reason: '{{ args.reason }}',
        },
      },
      gives: ['refunded'],
      risk: 'high',
      leases: ['charge:{{ args.charge }}'],
      reversibility: 'compensable',
      idempotency: 'keyed',
      timeoutSeconds: 20,
      undoArgs: { refund: '{{ output.body.id }}' },
    },
    {
      kind: 'action',
      id: 'cancel_refund',
      title: 'Cancel the refund',
      args: {
        type: 'object',
        required: ['refund'],
        properties: { refund: { type: 'string', pattern: '^re_[A-Za-z0-9_]+$' } },
        additionalProperties: false,
      },
      call: { uses: 'http', host: 'payments', method: 'POST', path: '/refunds/{{ args.refund }}/cancel' },
      reversibility: 'irreversible',
      idempotency: 'keyed',
      timeoutSeconds: 20,
    },
    {
      kind: 'verifier',
      id: 'compare',
      title: 'Paid what was asked?',
      checks: [
        {
          type: 'rule',
          id: 'refund-made',
          title: 'There is a refund',
          expr: 'steps.refund.status == "succeeded"',
          onFail: 'escalate',
          message: 'The charge does not hold that much, or not in that currency',
        },
        {
          type: 'rule',
          id: 'amount-right',
          title: 'The amount is the one that was asked for',
          expr: 'steps.refund.status != "succeeded" || (steps.refund.output.body.amount == input.amount && steps.refund.output.body.currency == input.currency)',
          onFail: 'rollback',
          message: 'Another amount was paid back than was asked for',
        },
        {
          type: 'schema',
          id: 'refund-settled',
          title: 'The provider says that it succeeded',
          target: 'steps.refund.status != "succeeded" ? "succeeded" : steps.refund.output.body.status',
          schema: { const: 'succeeded' },
          onFail: 'rollback',
          message: 'The provider did not settle the refund',
        },
      ],
    },
    {
      kind: 'outcome',
      id: 'paid',
      title: 'Paid back',
      status: 'succeeded',
      body: {
        order: '{{ input.order }}',
        refund: '{{ steps.refund.output.body.id }}',
        amount: '{{ steps.refund.output.body.amount }}',
        currency: '{{ steps.refund.output.body.currency }}',
      },
    },
    {
      kind: 'outcome',
      id: 'by_hand',
      title: 'A person decides',
      status: 'bailed',
      body: {
        order: '{{ input.order }}',
        reasons: '{{ verdict == null ? [] : verdict.reasons }}',
        standing: '{{ run.standing }}',
      },
    },
    {
      kind: 'outcome',
      id: 'not_paid',
      title: 'Nothing paid',
      status: 'rolled-back',
      body: { order: '{{ input.order }}', reasons: '{{ verdict == null ? [] : verdict.reasons }}' },
    },
  ],
  edges: [
    wire('request.input', 'plan_refund.in'),
    wire('plan_refund.plan', 'get_charge.step'),
    wire('plan_refund.plan', 'create_refund.step'),
    wire('get_charge.result', 'compare.in'),
    wire('create_refund.result', 'compare.in'),
    wire('create_refund.undo', 'cancel_refund.step'),
    wire('compare.pass', 'paid.in'),
    wire('compare.escalate', 'by_hand.in'),
    wire('compare.bail', 'by_hand.in'),
    wire('compare.rollback', 'not_paid.in'),
  ],
  policies: [
    {
      id: 'never-over-1000',
      title: 'Never more than 1,000.00',
      at: 'step',
      on: ['create_refund'],
      when: 'args.amount > 100000',
      effect: 'deny',
      message: 'Refunds over 1,000.00 are not made here',
    },
    {
      id: 'approve-over-100',
      title: 'A person approves over 100.00',
      at: 'step',
      on: ['create_refund'],
      when: 'args.amount > 10000 && args.amount <= 100000',
      effect: 'require-approval',
      message: 'The refund is over 100.00',
      approvers: ['approver'],
      deadlineSeconds: 86_400,
    },
  ],
  limits: { iterations: 1, durationSeconds: 172_800, steps: 10 },
  layout: {
    positions: {
      request: { x: 0, y: 160 },
      plan_refund: { x: 320, y: 160 },
      get_charge: { x: 664, y: 80 },
      create_refund: { x: 664, y: 240 },
      cancel_refund: { x: 720, y: 352 },
      compare: { x: 1104, y: 120 },
      paid: { x: 1464, y: 0 },
      by_hand: { x: 1464, y: 160 },
      not_paid: { x: 1464, y: 320 },
    },
  },
  cases: refundCases(samples),
}

/** A refund with a limit, over which a person decides. */
export const refund: LoopTemplate = {
  name: graph.name,
  title: graph.title,
  description: graph.description,
  teaches:
    'Policies that deny or ask a person, a step that waits for another’s output, and an undo that cancels.',
  graph,
  samples,
}
