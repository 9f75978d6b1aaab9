import type { Schedule } from '../../../../shared/graph/schedule.ts'
import { soundGraph, withNode } from '../../../support/graphs.ts'
import { act, event, http, plan, planHttp, probe, rails, uncertain, wait } from './engineGraphs.ts'
import { fieldOf, undone } from './faultyGraphs.ts'
import type { GraphCase } from './graphCase.ts'

const schedule = (over: Partial<Schedule>) =>
  withNode(soundGraph, 'start', {
    schedules: [{ id: 'nightly', cron: '0 3 * * *', input: {}, ...over }],
  })

/** Faults of what actions and triggers do besides calling. */
export const safetyCases: GraphCase[] = [
  // Safety
  [
    'undo-not-a-call',
    'an undo that only waits',
    withNode(undone({}), 'undo', { call: { uses: 'wait', for: { type: 'duration', seconds: 1 } } }),
    { node: 'act', port: 'undo' },
  ],
  [
    'undo-not-a-call',
    'an undo that is a run of another loop',
    withNode(undone({}), 'undo', { call: { uses: 'loop', loop: 'other', input: null } }),
    { node: 'act', port: 'undo' },
  ],
  [
    'undo-needless',
    'an undo of what changes nothing',
    withNode(undone({}), 'act', { reversibility: 'idempotent' }),
    { node: 'act', port: 'undo' },
  ],
  [
    'undo-on-unused',
    'a say in an undo that is not there',
    act({ undoOn: ['failed'] }),
    fieldOf('act', '/undoOn'),
  ],
  [
    'probe-changes',
    'a probe that posts',
    uncertain({ probe: probe({ method: 'POST' }) }),
    fieldOf('act', '/probe/call/method'),
  ],
  [
    'rail-contradiction',
    'an action that has to be used and may not',
    rails({ must: ['act'], never: ['act'] }),
    fieldOf('plan', '/rails/rules/0/must/0'),
  ],
  [
    'rail-contradiction',
    'an action that has to be used and is not among the only ones',
    rails({ must: ['act'], only: [] }),
    fieldOf('plan', '/rails/rules/0/must/0'),
  ],
  [
    'bad-path',
    'a path without a slash',
    act({ call: { ...event, path: 'events/{{ input.id }}' } }),
    fieldOf('act', '/call/path'),
  ],
  [
    'bad-path',
    'an address for a path',
    act({ call: { ...event, path: 'https://example.com/' } }),
    fieldOf('act', '/call/path'),
  ],
  ['bad-path', 'a query in a path', planHttp({ path: '/plan?fast=1' }), fieldOf('plan', '/strategy/path')],
  [
    'bad-path',
    'a query in the path of a probe',
    uncertain({ probe: probe({ path: '/things?id={{ args.id }}' }) }),
    fieldOf('act', '/probe/call/path'),
  ],
  ['probe-unused', 'a probe of what can be repeated', act({ probe: probe() }), fieldOf('act', '/probe')],
  [
    'option-unused',
    'retries of a wait',
    withNode(wait({ type: 'duration', seconds: 1 }), 'act', { timeoutSeconds: 5 }),
    fieldOf('act', '/timeoutSeconds'),
  ],
  [
    'option-unused',
    'a wait that is said to change something',
    withNode(wait({ type: 'duration', seconds: 1 }), 'act', { idempotency: 'none' }),
    fieldOf('act', '/idempotency'),
  ],
  [
    'option-unused',
    'an age of facts that there are none of',
    act({ freshSeconds: 5 }),
    fieldOf('act', '/freshSeconds'),
  ],
  ['bad-schedule', 'six fields', schedule({ cron: '0 * * * * *' }), fieldOf('start', '/schedules/0/cron')],
  [
    'bad-schedule',
    'a time zone that there is not',
    schedule({ timeZone: 'Mars/Olympus' }),
    fieldOf('start', '/schedules/0/timeZone'),
  ],
  [
    'schedule-never-comes',
    'a day that there is not',
    schedule({ cron: '0 0 31 2 *' }),
    fieldOf('start', '/schedules/0/cron'),
  ],
  [
    'schedule-input-invalid',
    'an input that the trigger refuses',
    withNode(schedule({ input: { n: 'one' } }), 'start', {
      input: { type: 'object', properties: { n: { type: 'number' } } },
    }),
    fieldOf('start', '/schedules/0/input/n'),
  ],
  [
    'attempt-over-total',
    'less time for all attempts than for one',
    act({ totalSeconds: 10 }),
    fieldOf('act', '/totalSeconds'),
  ],
  [
    'unsigned-event',
    'an event that nothing signs',
    act({ call: { uses: 'emit', host: 'api', path: '/events', type: 'done' } }),
    fieldOf('act', '/call'),
  ],
  [
    'unrailed-planner',
    'an external planner that nothing bounds',
    plan({ strategy: http() }),
    fieldOf('plan', '/strategy'),
  ],
  [
    'admission-incomplete',
    'bounds for each key without a key',
    withNode(soundGraph, 'start', { admission: { perKey: { concurrency: 1 } } }),
    fieldOf('start', '/admission'),
  ],
  [
    'admission-incomplete',
    'a key without bounds',
    withNode(soundGraph, 'start', { admission: { key: 'input.n' } }),
    fieldOf('start', '/admission/key'),
  ],
]
