import type { Graph } from '../../../shared/graph/graph.ts'
import type { ActionNode } from '../../../shared/graph/nodes/action.ts'
import { wire } from '../../../shared/templates/wire.ts'

export const faultLoopName = 'faults'
/** The host that steps ask and that hears of the ends of runs. */
export const faultHost = 'fault_target'
/** The secret that callers and callbacks sign with. */
export const faultSecret = { name: 'fault_signing', value: `whsec_${btoa('a secret that is not one')}` }

/** What each run changes at the target, one after the other. */
export const faultSteps = ['reserve', 'charge'] as const
export type FaultStep = (typeof faultSteps)[number]

/** What the target tells a run afterwards, as an event, once the charge is through. */
export const confirmed = 'charge.confirmed'

/** Attempts of a step are given up after that long; a target that is late answers after more. */
export const attemptSeconds = 2

const act = (id: FaultStep): ActionNode => ({
  kind: 'action',
  id,
  title: id,
  call: {
    uses: 'http',
    host: faultHost,
    method: 'POST',
    path: `/${id}`,
    body: { item: '{{ input.item }}', run: '{{ run.id }}' },
  },
  reversibility: 'idempotent',
  idempotency: 'keyed',
  timeoutSeconds: attemptSeconds,
  retry: { maxAttempts: 20, initialSeconds: 0.2, factor: 2, maxSeconds: 3, jitter: 'full' },
})

/** The answer to the charge comes twice: at once, and as an event. */
const confirm: ActionNode = {
  kind: 'action',
  id: 'confirm',
  title: 'confirm',
  call: {
    uses: 'wait',
    for: { type: 'event', event: confirmed, match: 'event.data.item == input.item', timeoutSeconds: 3600 },
  },
  reversibility: 'pure',
  idempotency: 'native',
}

const isItems = (step: FaultStep) => `steps.${step}.output.body == {"item": input.item, "step": "${step}"}`

/**
 * A run makes two changes at a target that gets in its way, waits to be told of the second, checks that each answer is the answer to its own
 * request, and tells of its end. There is room for few runs, so that a burst is more than the queue can hold.
 */
export const faultLoop: Graph = {
  format: 'pavane.graph/1',
  name: faultLoopName,
  title: 'Faults',
  description: 'Two changes at a target that gets in the way.',
  nodes: [
    {
      kind: 'trigger',
      id: 'call',
      title: 'Call',
      auth: { scheme: 'standard-webhooks', secret: faultSecret.name },
      input: { type: 'object', required: ['item'], properties: { item: { type: 'integer' } } },
      admission: { concurrency: 30 },
      callbacks: { secret: faultSecret.name, to: [{ host: faultHost, path: '/told' }] },
    },
    {
      kind: 'planner',
      id: 'plan',
      title: 'Plan',
      strategy: {
        type: 'sequence',
        steps: [...faultSteps, 'confirm'].map((step) => ({ id: step, action: step, args: {} })),
      },
    },
    ...faultSteps.map(act),
    confirm,
    {
      kind: 'verifier',
      id: 'check',
      title: 'Check',
      checks: faultSteps.map((step) => ({ type: 'rule', id: step, expr: isItems(step), onFail: 'bail' })),
    },
    {
      kind: 'outcome',
      id: 'done',
      title: 'Done',
      status: 'succeeded',
      body: { item: '{{ steps.charge.output.body.item }}' },
    },
    { kind: 'outcome', id: 'wrong', title: 'Wrong', status: 'bailed' },
  ],
  edges: [
    wire('call.input', 'plan.in'),
    ...[...faultSteps, 'confirm'].flatMap((step) => [
      wire('plan.plan', `${step}.step`),
      wire(`${step}.result`, 'check.in'),
    ]),
    wire('check.pass', 'done.in'),
    ...(['replan', 'rollback', 'escalate', 'bail'] as const).map((port) => wire(`check.${port}`, 'wrong.in')),
  ],
  policies: [],
  limits: { queue: 60, durationSeconds: 3600 },
  layout: { positions: {} },
}
