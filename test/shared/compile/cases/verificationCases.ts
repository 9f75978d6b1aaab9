import type { Graph } from '../../../../shared/graph/graph.ts'
import type { Check, CheckOf } from '../../../../shared/graph/nodes/check.ts'
import { soundGraph, withNode } from '../../../support/graphs.ts'
import { check, fieldOf } from './faultyGraphs.ts'
import type { GraphCase } from './graphCase.ts'

const outside = (over: Partial<CheckOf<'http'>> = {}): Check => ({
  type: 'http',
  id: 'outside',
  onFail: 'replan',
  call: { host: 'api', method: 'POST', path: '/judge' },
  about: '{{ steps.one.output }}',
  ...over,
})
const drift = (...names: string[]): Check => ({
  type: 'drift',
  id: 'drifts',
  onFail: 'replan',
  baseline: 'usual',
  fields: names.map((name) => ({ name, value: 'input.n', as: 'number' })),
})
const quality = (over: Partial<CheckOf<'quality'>>): Check => ({
  type: 'quality',
  id: 'whole',
  onFail: 'replan',
  target: 'steps.one.output',
  ...over,
})
const variance: Check = {
  type: 'variance',
  id: 'off',
  onFail: 'replan',
  actual: 'steps.one.output',
  tolerance: { relative: 0.1 },
}

/** The verifier's rule, and these checks besides. */
const checking = (...more: Check[]): Graph =>
  withNode(soundGraph, 'check', { checks: [...check('steps.one.status == "succeeded"').checks, ...more] })

/** Faults of checks, of what they name, and of what a verifier makes of them. */
export const verificationCases: GraphCase[] = [
  [
    'unknown-host',
    'of an external check',
    checking(outside({ call: { host: 'gone', method: 'POST', path: '/' } })),
    fieldOf('check', '/checks/1/call/host'),
    { hosts: ['api'] },
  ],
  [
    'unknown-secret',
    'of an external check',
    checking(
      outside({ call: { host: 'api', method: 'POST', path: '/', headers: { key: '{{ secrets.gone }}' } } }),
    ),
    fieldOf('check', '/checks/1/call/headers'),
    { secrets: ['token'] },
  ],
  [
    'unknown-name',
    'a secret that a checker would be shown',
    checking(outside({ about: '{{ secrets.token }}' })),
    fieldOf('check', '/checks/1/about'),
  ],
  [
    'unknown-step',
    'what a drift check observes',
    checking({ ...drift('n'), fields: [{ name: 'n', value: 'steps.gone.output', as: 'number' }] } as Check),
    fieldOf('check', '/checks/1/fields/0/value'),
  ],
  [
    'unknown-field',
    'a check that a gate reads',
    withNode(soundGraph, 'check', { gate: { expr: 'checks.gone.result == "pass"' } }),
    fieldOf('check', '/gate/expr'),
  ],
  [
    'not-boolean',
    'a gate that is a number',
    withNode(soundGraph, 'check', { gate: { expr: 'risk + 1.0' } }),
    fieldOf('check', '/gate/expr'),
  ],
  [
    'duplicate-item',
    'two fields of one name',
    checking(drift('n', 'm', 'n')),
    fieldOf('check', '/checks/1/fields/2/name'),
  ],
  [
    'votes-unreachable',
    'more answers needed than asked for',
    checking(outside({ votes: { of: 2, need: 3 } })),
    fieldOf('check', '/checks/1/votes/need'),
  ],
  [
    'gate-id-taken',
    'a check that is called as the gate',
    withNode(soundGraph, 'check', {
      ...check('steps.one.status == "succeeded"', { id: 'gate' }),
      gate: { expr: 'risk < 0.5' },
    }),
    fieldOf('check', '/checks/0/id'),
  ],
  ['nothing-expected', 'a variance from nothing', checking(variance), fieldOf('check', '/checks/1')],
  [
    'option-unused',
    'a share of what is not required',
    checking(quality({ minComplete: 0.5 })),
    fieldOf('check', '/checks/1/minComplete'),
  ],
  [
    'risk-bounds',
    'bailing before escalating',
    withNode(soundGraph, 'check', { escalateAtRisk: 0.6, bailAtRisk: 0.5 }),
    fieldOf('check', '/escalateAtRisk'),
  ],
]
