import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import { type Graph, graphFormat } from '../../../shared/graph/graph.ts'
import type { ActionNode } from '../../../shared/graph/nodes/action.ts'
import { wire } from '../../../shared/templates/wire.ts'
import { longScriptText, shortScriptText } from '../scriptTexts.ts'

/** The host that its actions call. */
export const targetHost = 'target'

const words = { title: shortScriptText, note: longScriptText }
const once = { maxAttempts: 1, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' } as const

const act = (id: string): ActionNode => ({
  kind: 'action',
  id,
  ...words,
  call: { uses: 'http', host: targetHost, method: 'POST', path: `/${id}`, body: '{{ input }}' },
  retry: once,
  reversibility: 'pure',
  idempotency: 'keyed',
})

const step = (action: string) => ({
  id: action,
  action,
  args: { words: longScriptText },
  why: longScriptText.slice(0, 500),
})

/** Everything in it that people write is a text that would be a script. A planner that is asked first has no plan. */
export const injected: Graph = {
  format: graphFormat,
  name: 'injected',
  title: shortScriptText,
  description: longScriptText.slice(0, 1000),
  nodes: [
    {
      kind: 'trigger',
      id: 'start',
      ...words,
      auth: { scheme: 'none' },
      input: {
        type: 'object',
        title: shortScriptText,
        description: longScriptText,
        properties: { words: { type: 'string', description: longScriptText, examples: [shortScriptText] } },
      },
      callbacks: { secret: 'signing', to: [{ host: targetHost, path: '/ended' }] },
    },
    {
      kind: 'planner',
      id: 'plan',
      ...words,
      expects: longScriptText.slice(0, 1000),
      strategy: {
        type: 'federation',
        combine: 'first',
        members: [
          {
            id: 'asked',
            title: shortScriptText,
            strategy: { type: 'http', host: targetHost, path: '/plan', retry: once },
          },
          {
            id: 'fixed',
            title: shortScriptText,
            strategy: { type: 'sequence', steps: [step('takes'), step('refuses')] },
          },
        ],
      },
    },
    act('takes'),
    act('refuses'),
    {
      kind: 'verifier',
      id: 'check',
      ...words,
      onStepFailed: 'escalate',
      checks: [
        {
          type: 'rule',
          id: 'well',
          title: shortScriptText,
          expr: 'input.fine == true',
          message: longScriptText.slice(0, 500),
          onFail: 'escalate',
        },
      ],
    },
    {
      kind: 'approval',
      id: 'ask',
      ...words,
      approvers: ['admin'],
      deadlineSeconds: 3600,
      show: { words: longScriptText, [shortScriptText]: '{{ steps.takes.output }}' },
    },
    { kind: 'outcome', id: 'done', ...words, status: 'succeeded', body: '{{ steps }}' },
    { kind: 'outcome', id: 'stopped', ...words, status: 'bailed', body: '{{ steps }}' },
  ],
  edges: [
    wire('start.input', 'plan.in'),
    wire('plan.plan', 'takes.step'),
    wire('plan.plan', 'refuses.step'),
    wire('takes.result', 'check.in'),
    wire('refuses.result', 'check.in'),
    wire('check.pass', 'done.in'),
    wire('check.escalate', 'ask.in'),
    wire('ask.granted', 'done.in'),
    wire('ask.denied', 'stopped.in'),
    wire('ask.expired', 'stopped.in'),
    ...(['replan', 'rollback', 'bail'] as const).map((port) => wire(`check.${port}`, 'stopped.in')),
  ],
  policies: [
    {
      id: 'flagged',
      title: shortScriptText,
      at: 'step',
      when: 'true',
      effect: 'flag',
      message: longScriptText.slice(0, 500),
    },
  ],
  limits: {},
  layout: {
    positions: {},
    notes: [{ id: 'told', text: longScriptText, x: 0, y: 400, width: 320, height: 160 }],
    groups: [{ id: 'both', title: shortScriptText, nodes: ['takes', 'refuses'] }],
  },
  cases: [
    {
      id: 'case',
      title: shortScriptText,
      note: longScriptText,
      input: { fine: true, words: longScriptText },
      mocks: {},
      expect: { outcome: 'bailed', body: { words: longScriptText } },
    },
  ],
  properties: [{ id: 'holds', title: shortScriptText, holds: 'true' }],
}

/** A draft that never compiles: its faults are told with the texts that are at fault. */
export const faulty: Graph = {
  ...emptyGraph('faulty', shortScriptText),
  nodes: [
    { kind: 'trigger', id: 'start', ...words, auth: { scheme: 'none' }, dedupe: shortScriptText },
    {
      kind: 'planner',
      id: 'plan',
      ...words,
      strategy: {
        type: 'table',
        hitPolicy: 'first',
        inputs: [{ id: 'column', label: shortScriptText, expr: shortScriptText }],
        rules: [{ id: 'rule', cells: [longScriptText], steps: [], why: shortScriptText }],
      },
    },
  ],
  edges: [wire('start.input', 'plan.in')],
}
