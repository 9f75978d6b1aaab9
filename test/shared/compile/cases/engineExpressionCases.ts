import { soundGraph, withNode } from '../../../support/graphs.ts'
import {
  act,
  allowed,
  event,
  federation,
  http,
  mapped,
  plan,
  planHttp,
  probe,
  uncertain,
  wait,
} from './engineGraphs.ts'
import { fieldOf, steps } from './faultyGraphs.ts'
import type { GraphCase } from './graphCase.ts'

/** Expressions that read what they can’t, each where it stands. */
export const engineExpressionCases: GraphCase[] = [
  [
    'unknown-name',
    'in the key of an admission',
    withNode(soundGraph, 'start', { admission: { key: 'run.id', perKey: { concurrency: 1 } } }),
    fieldOf('start', '/admission/key'),
  ],
  [
    'unknown-name',
    'in when the input was observed',
    withNode(soundGraph, 'start', { observedAt: 'facts.x' }),
    fieldOf('start', '/observedAt'),
  ],
  [
    'unknown-name',
    'in what a plan is expected to bring',
    plan({ expected: { n: '{{ args.n }}' } }),
    fieldOf('plan', '/expected/n'),
  ],
  [
    'unknown-name',
    'in a column of rails',
    plan({
      rails: { inputs: [{ id: 'c', label: 'C', expr: 'args.n' }], rules: [{ ...allowed, cells: ['-'] }] },
    }),
    fieldOf('plan', '/rails/inputs/0/expr'),
  ],
  [
    'unknown-name',
    'in a cell of rails',
    plan({
      rails: {
        inputs: [{ id: 'c', label: 'C', expr: 'input.n' }],
        rules: [{ ...allowed, cells: ['it > args.n'] }],
      },
    }),
    fieldOf('plan', '/rails/rules/0/cells/0'),
  ],
  [
    'unknown-name',
    'in the condition of an option',
    plan({
      strategy: {
        type: 'choice',
        options: [{ id: 'a', weight: 1, when: 'steps.one.output', steps: [{ id: 'one', action: 'act' }] }],
      },
    }),
    fieldOf('plan', '/strategy/options/0/when'),
  ],
  [
    'unknown-name',
    'an item in a step that maps over nothing',
    plan(steps({ id: 'one', action: 'act', args: { n: '{{ item }}' } })),
    fieldOf('plan', '/strategy/steps/0/args/n'),
  ],
  [
    'unknown-name',
    'an item in the list that it comes from',
    mapped('item'),
    fieldOf('plan', '/strategy/steps/0/map/over'),
  ],
  [
    'unknown-name',
    'in the arguments of a fallback',
    plan(steps({ id: 'one', action: 'act', fallback: [{ action: 'act', args: { n: '{{ output }}' } }] })),
    fieldOf('plan', '/strategy/steps/0/fallback/0/args/n'),
  ],
  [
    'unknown-name',
    'a secret in what an external planner is told',
    planHttp({ context: '{{ secrets.token }}' }),
    fieldOf('plan', '/strategy/context'),
  ],
  [
    'unknown-name',
    'in the path of a member of a federation',
    federation({ id: 'a', strategy: http({ path: '/{{ args.n }}' }) }),
    fieldOf('plan', '/strategy/members/0/strategy/path'),
  ],
  [
    'unknown-name',
    'in what an action ensures',
    act({ ensures: 'secrets.token == output' }),
    fieldOf('act', '/ensures'),
  ],
  [
    'unknown-name',
    'in an assumption of an action',
    act({ assumes: [{ type: 'holds', expr: 'output.n > 1', message: '' }] }),
    fieldOf('act', '/assumes/0/expr'),
  ],
  [
    'unknown-name',
    'in an assumption of a planner',
    plan({ assumes: [{ type: 'holds', expr: 'output.n > 1', message: '' }] }),
    fieldOf('plan', '/assumes/0/expr'),
  ],
  [
    'unknown-name',
    'a secret in the input of a child run',
    act({ call: { uses: 'loop', loop: 'other', input: { t: '{{ secrets.token }}' } } }),
    fieldOf('act', '/call/input/t'),
  ],
  [
    'unknown-name',
    'a secret in the type of an event',
    act({ call: { ...event, type: '{{ secrets.token }}' } }),
    fieldOf('act', '/call/type'),
  ],
  [
    'unknown-name',
    'in the time of a wait',
    wait({ type: 'until', time: '{{ event.at }}' }),
    fieldOf('act', '/call/for/time'),
  ],
  [
    'unknown-name',
    'in the seconds of a wait',
    wait({ type: 'duration', seconds: 'output.seconds' }),
    fieldOf('act', '/call/for/seconds'),
  ],
  [
    'unknown-field',
    'in the event that a wait compares',
    wait({ type: 'event', event: 'paid', timeoutSeconds: 60, match: 'event.amount > 1' }),
    fieldOf('act', '/call/for/match'),
  ],
  [
    'unknown-field',
    'in what the answer of a probe tells',
    uncertain({ probe: probe({}, 'output.ok') }),
    fieldOf('act', '/probe/happened'),
  ],
  [
    'unknown-field',
    'in what a probe gives',
    uncertain({ probe: { ...probe(), gives: '{{ output.id }}' } }),
    fieldOf('act', '/probe/gives'),
  ],
  [
    'unknown-field',
    'of an action in a policy',
    {
      ...soundGraph,
      policies: [{ id: 'p', title: 'P', at: 'step', when: 'action.cost > 1', effect: 'flag', message: '' }],
    },
    { field: '/policies/0/when' },
  ],
  [
    'not-a-list',
    'what is mapped over is a text',
    mapped('run.id'),
    fieldOf('plan', '/strategy/steps/0/map/over'),
  ],
  [
    'not-seconds',
    'a wait that lasts as long as a text',
    wait({ type: 'duration', seconds: 'run.id' }),
    fieldOf('act', '/call/for/seconds'),
  ],
  [
    'not-a-time',
    'a wait for what is no point in time',
    wait({ type: 'until', time: 'tomorrow' }),
    fieldOf('act', '/call/for/time'),
  ],
  [
    'bad-pattern',
    'a pattern with a bracket that stays open',
    act({ needs: 'run.id.matches("(")' }),
    fieldOf('act', '/needs'),
  ],
  [
    'open-secrets',
    'secrets that an external planner is called with',
    planHttp({ path: '/{{ secrets[input.name] }}' }),
    fieldOf('plan', '/strategy/path'),
  ],
]
