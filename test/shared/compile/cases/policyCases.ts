import { soundGraph, withNode } from '../../../support/graphs.ts'
import { closedInput, policy } from './faultyGraphs.ts'
import type { GraphCase } from './graphCase.ts'

const redacting = { effect: 'redact' as const, redact: ['/secret'] }

/** Faults of what policies redact. */
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
]
