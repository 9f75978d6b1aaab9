import type { Case } from '../../../../shared/graph/case.ts'
import type { Graph } from '../../../../shared/graph/graph.ts'
import { aCase } from '../../../support/cases.ts'
import { soundGraph } from '../../../support/graphs.ts'
import type { GraphCase } from './graphCase.ts'

const withCases = (...cases: Case[]): Graph => ({ ...soundGraph, cases })
const ends = { outcome: 'succeeded' as const }
const sample = { delayMs: 0, mock: { answers: 'sample' as const } }

/** Faults of the tests that a loop carries. */
export const caseCases: GraphCase[] = [
  ['case-expects-nothing', 'a test without expectations', withCases(aCase()), { field: '/cases/0/expect' }],
  [
    'case-unknown-name',
    'the answer of nobody',
    withCases(aCase({ expect: ends, mocks: { 'no/body': sample } })),
    { field: '/cases/0/mocks/no~1body' },
  ],
  [
    'case-unknown-name',
    'calls of no action',
    withCases(aCase({ expect: { calls: { ghost: 1 } } })),
    { field: '/cases/0/expect/calls/ghost' },
  ],
  [
    'case-unknown-name',
    'a step of no action',
    withCases(aCase({ expect: { plan: [{ action: 'ghost' }] } })),
    { field: '/cases/0/expect/plan/0/action' },
  ],
  [
    'duplicate-item',
    'two tests of one id',
    withCases(aCase({ expect: ends }), aCase({ expect: ends })),
    { field: '/cases/1/id' },
  ],
]
