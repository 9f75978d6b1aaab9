import type { NodeKind } from '../../../shared/graph/nodes/node.ts'
import type { PolicyPoint } from '../../../shared/graph/policy.ts'

/** The kind of node that a policy at each point looks at. */
export const policySubject = {
  input: 'trigger',
  plan: 'planner',
  step: 'action',
  output: 'action',
  verdict: 'verifier',
} as const satisfies Record<PolicyPoint, NodeKind>
