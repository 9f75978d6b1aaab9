import type { Callbacks } from '../../../../shared/graph/callback.ts'
import type { LoopEvent } from '../../../../shared/graph/loopEvent.ts'
import { action, soundGraph, withNode, withNodes } from '../../../support/graphs.ts'
import {
  act,
  event,
  federation,
  goal,
  mapped,
  plan,
  planGoal,
  planHttp,
  probe,
  rails,
  uncertain,
  wait,
  withOther,
} from './engineGraphs.ts'
import { fieldOf, steps } from './faultyGraphs.ts'
import type { GraphCase } from './graphCase.ts'

const event1 = (id: string): LoopEvent => ({ id, loop: 'other', outcomes: ['succeeded'] })
const listening = (over: Partial<LoopEvent>) =>
  withNode(soundGraph, 'start', { on: [{ ...event1('after'), ...over }] })

const calledBack = (over: Partial<Callbacks>) =>
  withNode(soundGraph, 'start', { callbacks: { secret: 'key', to: [], ...over } })

/** Faults of names, of how planners plan, and of whom a loop listens to and tells. */
export const engineCases: GraphCase[] = [
  // Names
  [
    'unknown-host',
    'of an external planner',
    planHttp({ host: 'gone' }),
    fieldOf('plan', '/strategy/host'),
    { hosts: ['api'] },
  ],
  [
    'unknown-host',
    'of an event',
    act({ call: { ...event, host: 'gone' } }),
    fieldOf('act', '/call/host'),
    { hosts: ['api'] },
  ],
  [
    'unknown-host',
    'of a probe',
    uncertain({ probe: probe({ host: 'gone' }) }),
    fieldOf('act', '/probe/call/host'),
    { hosts: ['api'] },
  ],
  [
    'unknown-host',
    'that is taken to be reachable',
    plan({ assumes: [{ type: 'reachable', host: 'gone' }] }),
    fieldOf('plan', '/assumes/0/host'),
    { hosts: ['api'] },
  ],
  [
    'unknown-host',
    'of a callback',
    calledBack({ to: [{ host: 'gone', path: '/ended' }] }),
    fieldOf('start', '/callbacks/to/0/host'),
    { hosts: ['api'] },
  ],
  [
    'unknown-host',
    'at which a caller may name an address',
    calledBack({ callerHosts: ['api', 'gone'] }),
    fieldOf('start', '/callbacks/callerHosts/1'),
    { hosts: ['api'] },
  ],
  [
    'unknown-loop',
    'that is listened to',
    listening({ loop: 'gone' }),
    fieldOf('start', '/on/0/loop'),
    { loops: ['other'] },
  ],
  [
    'event-cycle',
    'of a loop that listens to itself',
    listening({ loop: soundGraph.name }),
    fieldOf('start', '/on/0/loop'),
  ],
  [
    'event-cycle',
    'over two others',
    listening({ loop: 'third' }),
    fieldOf('start', '/on/0/loop'),
    { follows: { third: ['first', 'second'], second: [soundGraph.name] } },
  ],
  [
    'duplicate-item',
    'among the events of a trigger',
    withNode(soundGraph, 'start', { on: [event1('a'), event1('a')] }),
    fieldOf('start', '/on/1/id'),
  ],
  [
    'unknown-name',
    'in the input that the end of another loop gives',
    listening({ input: '{{ events.run }}' }),
    fieldOf('start', '/on/0/input'),
  ],
  [
    'unknown-secret',
    'that signs callbacks',
    calledBack({}),
    fieldOf('start', '/callbacks/secret'),
    { secrets: [] },
  ],
  [
    'unknown-secret',
    'in the headers of an external planner',
    planHttp({ headers: { authorization: '{{ secrets.gone }}' } }),
    fieldOf('plan', '/strategy/headers'),
    { secrets: ['token'] },
  ],
  [
    'unknown-secret',
    'in a probe',
    uncertain({ probe: probe({ path: '/{{ secrets.gone }}' }) }),
    fieldOf('act', '/probe/call'),
    { secrets: ['token'] },
  ],
  [
    'unknown-secret',
    'that signs an event',
    act({ call: { ...event, secret: 'gone' } }),
    fieldOf('act', '/call/secret'),
    { secrets: ['token'] },
  ],
  [
    'unknown-loop',
    'that a child run is of',
    act({ call: { uses: 'loop', loop: 'gone', input: {} } }),
    fieldOf('act', '/call/loop'),
    { loops: ['there'] },
  ],
  [
    'loop-calls-itself',
    'a child run of the same loop',
    act({ call: { uses: 'loop', loop: 'sound', input: {} } }),
    fieldOf('act', '/call/loop'),
  ],
  [
    'unknown-fact',
    'that must be fresh',
    plan({ assumes: [{ type: 'fresh', what: 'gone', seconds: 5 }] }),
    fieldOf('plan', '/assumes/0/what'),
  ],
  ['unknown-fact', 'that is wanted', planGoal({ want: ['x', 'y'] }), fieldOf('plan', '/strategy/want/1')],
  [
    'want-not-given',
    'a fact that only another action gives',
    withNode(withOther(act({ gives: ['x'] }), { gives: ['y'] }), 'plan', goal({ want: ['x', 'y'] })),
    fieldOf('plan', '/strategy/want/1'),
  ],
  [
    'unknown-candidate',
    'in a constraint',
    planGoal({ constraints: [{ type: 'at-most', steps: ['one', 'two'], count: 1 }] }),
    fieldOf('plan', '/strategy/constraints/0/steps/1'),
  ],
  [
    'unknown-action',
    'of a fallback',
    plan(steps({ id: 'one', action: 'act', fallback: [{ action: 'gone' }] })),
    fieldOf('plan', '/strategy/steps/0/fallback/0/action'),
  ],
  ['unknown-action', 'of rails', rails({ never: ['gone'] }), fieldOf('plan', '/rails/rules/0/never/0')],
  [
    'action-not-wired',
    'of a fallback',
    withNode(
      withNodes(soundGraph, action('other')),
      'plan',
      steps({ id: 'one', action: 'act', fallback: [{ action: 'other' }] }),
    ),
    fieldOf('plan', '/strategy/steps/0/fallback/0/action'),
  ],
  [
    'action-not-wired',
    'that rails ask for',
    withNode(withNodes(soundGraph, action('other')), 'plan', {
      rails: { inputs: [], rules: [{ id: 'r', cells: [], must: ['other'] }] },
    }),
    fieldOf('plan', '/rails/rules/0/must/0'),
  ],
  [
    'rail-without-effect',
    'an action that is not wired',
    withNode(withNodes(soundGraph, action('other')), 'plan', {
      rails: { inputs: [], rules: [{ id: 'r', cells: [], never: ['other'] }] },
    }),
    fieldOf('plan', '/rails/rules/0/never/0'),
  ],
  ['cells-count', 'of rails', rails({ cells: ['1'] }), fieldOf('plan', '/rails/rules/0/cells')],
  [
    'duplicate-item',
    'two options',
    plan({
      strategy: {
        type: 'choice',
        options: [
          { id: 'a', weight: 1, steps: [{ id: 'one', action: 'act' }] },
          { id: 'a', weight: 1, steps: [] },
        ],
      },
    }),
    fieldOf('plan', '/strategy/options/1/id'),
  ],
  [
    'duplicate-item',
    'two members of a federation',
    federation({ id: 'a', ...steps() }, { id: 'a', ...steps() }),
    fieldOf('plan', '/strategy/members/1/id'),
  ],
  [
    'members-conflict',
    'one step of two members with two meanings',
    plan({
      strategy: {
        type: 'federation',
        combine: 'merge',
        members: [
          { id: 'a', ...steps({ id: 'one', action: 'act' }) },
          { id: 'b', ...steps({ id: 'one', action: 'act', args: { n: 2 } }) },
        ],
      },
    }),
    fieldOf('plan', '/strategy/members/1/strategy/steps/0/id'),
  ],
  [
    'unknown-after',
    'in a member of a federation',
    federation({ id: 'a', ...steps({ id: 'one', action: 'act', after: ['two'] }) }),
    fieldOf('plan', '/strategy/members/0/strategy/steps/0/after/0'),
  ],
  [
    'args-invalid',
    'of a fallback',
    withNode(
      act({ args: { required: ['m'] } }),
      'plan',
      steps({ id: 'one', action: 'act', args: { m: 1 }, fallback: [{ action: 'act' }] }),
    ),
    fieldOf('plan', '/strategy/steps/0/fallback/0/args'),
  ],

  // What can’t come about
  [
    'goal-impossible',
    'conditions that wait for each other',
    withNode(
      withOther(act({ gives: ['x'], needs: 'has(facts.y)' }), { gives: ['y'], needs: 'has(facts.x)' }),
      'plan',
      goal({
        candidates: [
          { id: 'one', action: 'act' },
          { id: 'two', action: 'other' },
        ],
      }),
    ),
    fieldOf('plan', '/strategy/want'),
  ],
  [
    'no-option',
    'a choice without weights',
    plan({
      strategy: { type: 'choice', options: [{ id: 'a', weight: 0, steps: [{ id: 'one', action: 'act' }] }] },
    }),
    fieldOf('plan', '/strategy/options'),
  ],
  [
    'map-over-limit',
    'a list longer than a run may have steps',
    { ...mapped('input.list', { max: 50 }), limits: { steps: 20 } },
    fieldOf('plan', '/strategy/steps/0/map'),
  ],
  [
    'deadline-over-limit',
    'a wait that outlasts its run',
    wait({ type: 'event', event: 'paid', timeoutSeconds: 7200 }),
    fieldOf('act', '/call/for/timeoutSeconds'),
  ],
  [
    'deadline-over-limit',
    'a wait that is longer than its run',
    wait({ type: 'duration', seconds: 7200 }),
    fieldOf('act', '/call/for/seconds'),
  ],
  [
    'deadline-over-limit',
    'a wait whose expression reads nothing and is longer than its run',
    wait({ type: 'duration', seconds: '2 * 60 * 60' }),
    fieldOf('act', '/call/for/seconds'),
  ],
]
