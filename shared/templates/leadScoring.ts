import type { Graph } from '../graph/graph.ts'
import type { CheckOf } from '../graph/nodes/check.ts'
import { leadScoringCases } from './leadScoringCases.ts'
import type { LoopTemplate } from './template.ts'
import { wire } from './wire.ts'

const samples: LoopTemplate['samples'] = [
  {
    title: 'A large company that a partner sent',
    input: {
      id: 'lead-1001',
      company_size: 250,
      source: 'partner',
      message: 'We would like a demo for our sales team next week',
    },
  },
  {
    title: 'A small company that found us',
    input: { id: 'lead-1002', company_size: 8, source: 'search', message: 'What does it cost?' },
  },
]

const usualLeads: CheckOf<'drift'> = {
  type: 'drift',
  id: 'usual',
  title: 'Leads as those the scores were made for',
  baseline: 'leads',
  fields: [
    { name: 'size', value: 'input.company_size', as: 'number' },
    { name: 'source', value: 'input.source', as: 'category', test: 'chi-square' },
    { name: 'message', value: 'input.message', as: 'text' },
  ],
  onFail: 'escalate',
  // Until somebody has approved a baseline there is nothing to compare with.
  onInconclusive: 'flag',
  message: 'The last leads are not like those that the scores were made for.',
}

const graph: Graph = {
  format: 'pavane.graph/1',
  name: 'lead-scoring',
  title: 'Lead scoring',
  description:
    'Scores a lead and hands it to sales. Before it leaves, the loop looks whether the last leads are still like those that the scores were made for; when they are not, a person scores them.',
  nodes: [
    {
      kind: 'trigger',
      id: 'leads',
      title: 'A lead comes in',
      note: 'Takes calls from anyone, so that it runs at once. Choose how callers prove who they are before it is real.',
      auth: { scheme: 'none' },
      input: {
        type: 'object',
        required: ['id', 'company_size', 'source', 'message'],
        examples: samples.map((sample) => sample.input),
        properties: {
          id: { type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' },
          company_size: { type: 'integer', minimum: 1, maximum: 5_000_000 },
          source: { type: 'string', minLength: 1, maxLength: 60 },
          message: { type: 'string', maxLength: 10_000 },
        },
      },
      dedupe: 'input.id',
    },
    {
      kind: 'planner',
      id: 'judge',
      title: 'Score',
      strategy: {
        type: 'sequence',
        steps: [{ id: 'score', action: 'score_lead', why: 'How likely it is that they buy' }],
      },
    },
    {
      kind: 'action',
      id: 'score_lead',
      title: 'Compute the score',
      note: 'Sends nothing. Put your own formula, or a call of your model, here.',
      output: { type: 'integer', minimum: 0, maximum: 100 },
      call: {
        uses: 'transform',
        value:
          '{{ (input.company_size >= 100 ? 60 : 20) + (input.source == "partner" ? 30 : 0) + (input.message.contains("demo") ? 10 : 0) }}',
      },
      reversibility: 'pure',
      idempotency: 'native',
    },
    {
      kind: 'verifier',
      id: 'trusted',
      title: 'Can the score be trusted?',
      checks: [
        {
          type: 'rule',
          id: 'scored',
          title: 'There is a score',
          expr: 'steps.score.status == "succeeded"',
          onFail: 'bail',
        },
        usualLeads,
      ],
      onStepFailed: 'bail',
    },
    {
      kind: 'planner',
      id: 'route',
      title: 'Hand over',
      strategy: {
        type: 'sequence',
        steps: [
          {
            id: 'handed',
            action: 'hand_over',
            args: { lead: '{{ input.id }}', score: '{{ passed.steps.score }}' },
            why: 'Sales sees it, with the score that was verified',
          },
        ],
      },
    },
    {
      kind: 'action',
      id: 'hand_over',
      title: 'Hand over to sales',
      args: {
        type: 'object',
        required: ['lead', 'score'],
        properties: { lead: { type: 'string' }, score: { type: 'integer' } },
        additionalProperties: false,
      },
      call: {
        uses: 'http',
        host: 'echo',
        method: 'PUT',
        path: '/leads/{{ args.lead }}',
        body: { score: '{{ args.score }}' },
      },
      reversibility: 'idempotent',
      idempotency: 'native',
      timeoutSeconds: 30,
    },
    {
      kind: 'verifier',
      id: 'arrived',
      title: 'Did it arrive?',
      checks: [
        {
          type: 'rule',
          id: 'taken',
          title: 'Sales took it',
          expr: 'steps.handed.output.status == 200',
          onFail: 'bail',
        },
      ],
      onStepFailed: 'bail',
      onStepUncertain: 'bail',
      onInconclusive: 'bail',
    },
    {
      kind: 'outcome',
      id: 'scored',
      title: 'Scored',
      status: 'succeeded',
      body: { lead: '{{ input.id }}', score: '{{ passed.steps.handed.body.body.score }}' },
    },
    {
      kind: 'outcome',
      id: 'by_hand',
      title: 'Scored by a person',
      status: 'bailed',
      body: {
        lead: '{{ input.id }}',
        reasons: '{{ verdict == null ? [] : verdict.reasons }}',
        standing: '{{ run.standing }}',
      },
    },
  ],
  edges: [
    wire('leads.input', 'judge.in'),
    wire('judge.plan', 'score_lead.step'),
    wire('score_lead.result', 'trusted.in'),
    wire('trusted.pass', 'route.in'),
    wire('trusted.escalate', 'by_hand.in'),
    wire('trusted.bail', 'by_hand.in'),
    wire('route.plan', 'hand_over.step'),
    wire('hand_over.result', 'arrived.in'),
    wire('arrived.pass', 'scored.in'),
    wire('arrived.bail', 'by_hand.in'),
  ],
  policies: [],
  limits: { iterations: 2, durationSeconds: 600, steps: 4 },
  layout: {
    positions: {
      leads: { x: 0, y: 160 },
      judge: { x: 320, y: 160 },
      score_lead: { x: 640, y: 160 },
      trusted: { x: 960, y: 160 },
      route: { x: 1320, y: 40 },
      hand_over: { x: 1640, y: 40 },
      arrived: { x: 1960, y: 40 },
      scored: { x: 2320, y: 0 },
      by_hand: { x: 2320, y: 240 },
    },
  },
  cases: leadScoringCases(samples, usualLeads),
}

/** A lead that is scored: nothing leaves as long as what comes in has drifted. */
export const leadScoring: LoopTemplate = {
  name: graph.name,
  title: graph.title,
  description: graph.description,
  teaches:
    'Noticing drift: inputs are compared with a baseline that people approve, and nothing leaves while they are unlike it. Two stages, where the second reads what the first one verified.',
  graph,
  samples,
}
