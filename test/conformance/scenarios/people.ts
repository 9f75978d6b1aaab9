import type { Graph } from '../../../shared/graph/graph.ts'
import { wire } from '../../../shared/templates/wire.ts'
import { answers, loop, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

/** A loop that asks before it plans. */
function asking(name: string, deadlineSeconds: number, need = 1): Graph {
  return loop(name, {
    first: 'ask',
    strategy: sequence('call'),
    actions: { call: {} },
    nodes: [
      {
        kind: 'approval',
        id: 'ask',
        title: 'Ask',
        approvers: ['approver'],
        need,
        deadlineSeconds,
        show: { amount: '{{ input.amount }}' },
      },
    ],
    edges: [wire('ask.granted', 'plan.in'), wire('ask.denied', 'safe.in'), wire('ask.expired', 'human.in')],
  })
}

const ruled = (name: string, policy: Partial<Graph['policies'][number]>): Graph =>
  loop(name, {
    strategy: sequence({ id: 'pay', action: 'pay', args: { amount: '{{ input.amount }}' } }),
    actions: { pay: {} },
    verifier: { onStepFailed: 'bail' },
    policies: [
      {
        id: 'large',
        title: 'Large',
        at: 'step',
        when: 'args.amount > 100',
        effect: 'deny',
        message: 'Too large.',
        ...policy,
      },
    ],
  })

const input = { amount: 250 }

/** A loop of two branches, one of which somebody has to approve. */
function askingOfSteps(name: string): Graph {
  const graph = loop(name, {
    strategy: {
      type: 'sequence',
      steps: [
        { id: 'pay', action: 'pay', args: { amount: '{{ input.amount }}' } },
        { id: 'note', action: 'note', after: [] },
        { id: 'each', action: 'pay', args: { amount: '{{ item }}' }, map: { over: '[1, 2]' }, after: [] },
      ],
    },
    actions: { pay: {}, note: {} },
    verifier: { onStepFailed: 'bail' },
    nodes: [
      {
        kind: 'approval',
        id: 'ask',
        title: 'Ask',
        approvers: ['approver'],
        need: 2,
        deadlineSeconds: 60,
        show: 'Pay {{ args.amount }}',
      },
    ],
    edges: [wire('plan.plan', 'ask.in'), wire('ask.granted', 'pay.step')],
  })
  return { ...graph, edges: graph.edges.filter(({ id }) => id !== 'plan.plan-pay.step') }
}

const wholePlan = { at: 'plan' as const, when: 'run.iteration < 3', effect: 'require-approval' as const }

export const people = [
  scenario({
    shows: 'asks about each step behind an approval, while the others go on',
    graph: askingOfSteps('steps-granted'),
    input,
    decision: 'grant',
  }),
  scenario({
    shows: 'fails the steps that nobody approves',
    graph: askingOfSteps('steps-denied'),
    input,
    decision: 'deny',
  }),
  scenario({
    shows: 'asks others about a plan that was edited',
    graph: ruled('plan-edited', wholePlan),
    input,
    decision: 'grant',
    amendments: [{ decision: 'edit', changes: [{ step: 'pay', args: { amount: 20 } }] }],
  }),
  scenario({
    shows: 'asks others about a step that was edited, also when its policy would not ask any more',
    graph: ruled('step-edited', { effect: 'require-approval' }),
    input,
    decision: 'grant',
    amendments: [{ decision: 'edit', changes: [{ step: 'pay', args: { amount: 20 } }] }],
  }),
  scenario({
    shows: 'plans anew what was sent back, with what was said',
    graph: ruled('plan-sent-back', wholePlan),
    input,
    decision: 'grant',
    amendments: [{ decision: 'send-back', feedback: 'Pay less.' }],
  }),
  scenario({
    shows: 'takes back what has not started when a step is sent back, and plans anew',
    graph: ruled('step-sent-back', { effect: 'require-approval' }),
    input,
    decision: 'grant',
    amendments: [{ decision: 'send-back', feedback: 'Pay less.', to: 'plan' }],
  }),
  scenario({
    shows: 'goes on when as many people as it needs have agreed',
    graph: asking('granted', 60, 2),
    input,
    decision: 'grant',
  }),
  scenario({
    shows: 'takes another way when one denies',
    graph: asking('denied', 60),
    input,
    decision: 'deny',
  }),
  scenario({ shows: 'takes another way when nobody decides in time', graph: asking('expired', 0.3), input }),
  scenario({ shows: 'does not do what a policy denies', graph: ruled('policy-deny', {}), input }),
  scenario({
    shows: 'records a policy that flags, and goes on',
    graph: ruled('policy-flag', { effect: 'flag', at: 'output', when: 'output.status == 200' }),
    input,
  }),
  scenario({
    shows: 'starts a step that a policy wants approved only when it is',
    graph: ruled('policy-approve', { effect: 'require-approval' }),
    input,
    decision: 'grant',
  }),
  scenario({
    shows: 'fails a step whose approval is denied',
    graph: ruled('policy-refuse', { effect: 'require-approval' }),
    input,
    decision: 'deny',
  }),
  scenario({
    shows: 'takes the bail route when a plan is denied',
    graph: ruled('plan-denied', { at: 'plan', when: 'plan.steps.size() > 0' }),
    input,
  }),
  scenario({
    shows: 'ends when the input is denied',
    graph: ruled('input-denied', { at: 'input', when: 'input.amount > 100' }),
    input,
  }),
  scenario({
    shows: 'does not pass what a policy denies to pass',
    graph: ruled('verdict-denied', { at: 'verdict', when: 'verdict.verdict == "pass"' }),
    input,
  }),
  scenario({
    shows: 'starts nothing while it is paused, and records what comes back meanwhile',
    graph: loop('pause', { strategy: sequence('one', 'two'), actions: { one: {}, two: {} } }),
    mocks: { one: answers('one', 20) },
    commands: [
      { on: { type: 'step.started', step: 'one' }, send: { type: 'pause', by: 'admin', reason: 'a look' } },
      {
        on: { type: 'step.succeeded', step: 'one' },
        send: { type: 'resume', by: 'admin', reason: 'all well' },
      },
    ],
  }),
]
