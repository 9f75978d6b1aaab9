import type { Graph } from '../graph/graph.ts'
import { onboardingActions } from './onboardingActions.ts'
import { onboardingCases } from './onboardingCases.ts'
import type { LoopTemplate } from './template.ts'
import { wire } from './wire.ts'

const samples: LoopTemplate['samples'] = [
  {
    title: 'Somebody who needs three accounts',
    input: { name: 'Ada Lovelace', email: 'ada@example.com', accounts: ['mail', 'chat', 'wiki'] },
  },
  {
    title: 'Somebody who needs no account',
    input: { name: 'Charles Babbage', email: 'charles@example.com', accounts: [] },
  },
]

const graph: Graph = {
  format: 'pavane.graph/1',
  name: 'onboarding',
  title: 'Onboarding',
  description:
    'Invites a person, waits up to three days for the answer, makes an account in each app, has the triage loop look after the equipment, and tells the others. When something fails, the accounts are removed again.',
  nodes: [
    {
      kind: 'trigger',
      id: 'joins',
      title: 'Somebody joins',
      note: 'Takes calls from anyone, so that it runs at once. Choose how callers prove who they are before it is real.',
      auth: { scheme: 'none' },
      input: {
        type: 'object',
        required: ['name', 'email', 'accounts'],
        examples: samples.map((sample) => sample.input),
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 200 },
          email: { type: 'string', format: 'email', maxLength: 254 },
          accounts: {
            type: 'array',
            maxItems: 20,
            uniqueItems: true,
            items: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,62}$' },
          },
        },
      },
      dedupe: 'input.email',
    },
    {
      kind: 'planner',
      id: 'welcome',
      title: 'Welcome',
      expects: 'The person has every account, the equipment is asked for, and everybody knows.',
      strategy: {
        type: 'sequence',
        steps: [
          {
            id: 'invitation',
            action: 'invite',
            args: { email: '{{ input.email }}', name: '{{ input.name }}' },
            why: 'They should know what comes',
          },
          {
            id: 'answer',
            action: 'wait_for_answer',
            why: 'Post “accepted” to the run to go on at once',
          },
          {
            id: 'accounts',
            action: 'create_account',
            map: { over: 'input.accounts', max: 20, parallelism: 3 },
            args: { app: '{{ item }}', email: '{{ input.email }}' },
            why: 'One account for each app, three at a time',
          },
          {
            id: 'equipment',
            action: 'ask_for_equipment',
            args: { name: '{{ input.name }}' },
            after: ['answer'],
            why: 'A loop of its own looks after it, while the accounts are made',
          },
          {
            id: 'news',
            action: 'announce',
            args: { answered: '{{ steps.answer.output != null }}', apps: '{{ input.accounts }}' },
            after: ['accounts', 'equipment'],
            why: 'Others may want to do something with it',
          },
        ],
      },
    },
    ...onboardingActions,
    {
      kind: 'verifier',
      id: 'ready',
      title: 'Ready?',
      checks: [
        {
          type: 'rule',
          id: 'every-account',
          title: 'There is an account in every app',
          expr: 'steps.accounts.status == "succeeded" && steps.accounts.output.size() == input.accounts.size()',
          onFail: 'rollback',
          message: 'An account is missing',
        },
        {
          type: 'rule',
          id: 'answered',
          title: 'The invitation was answered',
          expr: 'steps.answer.output != null',
          onFail: 'flag',
          message: 'Nobody answered the invitation',
        },
      ],
      onStepFailed: 'rollback',
    },
    {
      kind: 'outcome',
      id: 'welcomed',
      title: 'Welcomed',
      status: 'succeeded',
      body: {
        email: '{{ input.email }}',
        accounts: '{{ input.accounts }}',
        equipment: '{{ steps.equipment.output.run }}',
      },
    },
    {
      kind: 'outcome',
      id: 'taken_back',
      title: 'Taken back',
      status: 'rolled-back',
      body: { email: '{{ input.email }}', reasons: '{{ verdict == null ? [] : verdict.reasons }}' },
    },
    {
      kind: 'outcome',
      id: 'by_hand',
      title: 'By hand',
      status: 'bailed',
      body: {
        email: '{{ input.email }}',
        reasons: '{{ verdict == null ? [] : verdict.reasons }}',
        standing: '{{ run.standing }}',
      },
    },
  ],
  edges: [
    wire('joins.input', 'welcome.in'),
    wire('welcome.plan', 'invite.step'),
    wire('welcome.plan', 'wait_for_answer.step'),
    wire('welcome.plan', 'create_account.step'),
    wire('welcome.plan', 'ask_for_equipment.step'),
    wire('welcome.plan', 'announce.step'),
    wire('invite.result', 'ready.in'),
    wire('wait_for_answer.result', 'ready.in'),
    wire('create_account.result', 'ready.in'),
    wire('ask_for_equipment.result', 'ready.in'),
    wire('announce.result', 'ready.in'),
    wire('create_account.undo', 'remove_account.step'),
    wire('ready.pass', 'welcomed.in'),
    wire('ready.rollback', 'taken_back.in'),
    wire('ready.escalate', 'by_hand.in'),
    wire('ready.bail', 'by_hand.in'),
  ],
  policies: [],
  limits: { iterations: 1, durationSeconds: 345_600, steps: 40 },
  layout: {
    positions: {
      joins: { x: 0, y: 280 },
      welcome: { x: 320, y: 280 },
      invite: { x: 664, y: 0 },
      wait_for_answer: { x: 664, y: 136 },
      create_account: { x: 664, y: 272 },
      remove_account: { x: 720, y: 400 },
      ask_for_equipment: { x: 664, y: 528 },
      announce: { x: 664, y: 664 },
      ready: { x: 1104, y: 264 },
      welcomed: { x: 1464, y: 120 },
      taken_back: { x: 1464, y: 280 },
      by_hand: { x: 1464, y: 440 },
    },
  },
  cases: onboardingCases(samples),
}

/** A person who joins: waiting, a list, a loop within a loop, and news for others. */
export const onboarding: LoopTemplate = {
  name: graph.name,
  title: graph.title,
  description: graph.description,
  teaches:
    'Waiting for an event, a step for each member of a list, a loop that calls another loop, and an event for whoever listens.',
  graph,
  samples,
}
