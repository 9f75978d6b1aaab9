import type { Graph } from '../../../../shared/graph/graph.ts'
import type { PolicyCase } from '../../../../shared/graph/policyCase.ts'
import { soundGraph, withNode } from '../../../support/graphs.ts'
import { closedInput, policy } from './faultyGraphs.ts'
import type { GraphCase } from './graphCase.ts'

const redacting = { effect: 'redact' as const, redact: ['/secret'] }

const big = { id: 'big', title: 'Big', scope: { run: { costUsd: 9 } }, expect: 'deny' as const }

const withPolicyCases = (when: string, ...cases: PolicyCase[]): Graph => ({
  ...soundGraph,
  policies: policy({ when }).policies.map((each) => ({ ...each, cases })),
})

/** Faults of what policies redact, and of the cases that they carry. */
export const policyCases: GraphCase[] = [
  [
    'redact-nothing',
    'a policy that redacts and does not say what',
    policy({ effect: 'redact' }),
    { field: '/policies/0/effect' },
  ],
  [
    'redact-point',
    'a policy that redacts at a plan',
    policy({ ...redacting, at: 'plan' }),
    { field: '/policies/0/at' },
  ],
  [
    'redact-unused',
    'pointers of a policy that denies',
    policy({ redact: ['/secret'] }),
    { field: '/policies/0/redact' },
  ],
  [
    'redact-unknown',
    'a pointer that the input’s schema rules out',
    withNode(policy({ ...redacting, at: 'input' }), 'start', { input: closedInput }),
    { field: '/policies/0/redact/0' },
  ],
  [
    'redact-key',
    'a dedupe key that shows what is hidden',
    withNode(policy({ ...redacting, at: 'input' }), 'start', { dedupe: 'string(input.secret.id)' }),
    { node: 'start', field: '/dedupe' },
  ],
  [
    'redact-key',
    'an admission key of the whole input',
    withNode(policy({ ...redacting, at: 'input' }), 'start', {
      admission: { key: 'string(input)', perKey: { concurrency: 1 } },
    }),
    { node: 'start', field: '/admission/key' },
  ],
  [
    'redact-misfit',
    'an argument that takes no text',
    withNode({ ...soundGraph, policies: policy(redacting).policies }, 'act', {
      args: { type: 'object', properties: { secret: { type: 'number' } } },
    }),
    { field: '/policies/0/redact/0' },
  ],
  [
    'policy-case-fails',
    'a case that comes otherwise',
    withPolicyCases('run.costUsd > 10.0', big),
    { field: '/policies/0/cases/0/expect' },
  ],
  [
    'policy-case-fails',
    'a case without what the condition reads',
    withPolicyCases('run.costUsd > 5.0', big, { ...big, id: 'none', scope: {} }),
    { field: '/policies/0/cases/1/expect' },
  ],
  [
    'duplicate-item',
    'two cases of one id',
    withPolicyCases('run.costUsd > 5.0', big, big),
    { field: '/policies/0/cases/1/id' },
  ],
]
