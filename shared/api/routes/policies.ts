import * as policies from '../policies.ts'
import type { RouteSpec } from './routeSpec.ts'

/** The policies of the workspace, which hold for every loop. */
export const policiesRoutes = {
  getPolicies: {
    method: 'GET',
    path: '/api/policies',
    right: 'read',
    says: 'The policies that hold for every loop',
    answer: policies.WorkspacePolicies,
    status: 200,
  },
  getPolicyVersion: {
    method: 'GET',
    path: '/api/policies/:version',
    right: 'read',
    says: 'A version of the workspace’s policies',
    answer: policies.PolicySetVersion,
    status: 200,
  },
  putPolicies: {
    method: 'PUT',
    path: '/api/policies',
    right: 'administer',
    says: 'Set the policies that hold for every loop',
    body: policies.PutPolicies,
    answer: policies.WorkspacePolicies,
    status: 200,
  },
  listPolicyPacks: {
    method: 'GET',
    path: '/api/policy-packs',
    right: 'read',
    says: 'The packs of policies that a workspace can turn on',
    answer: policies.PolicyPackList,
    status: 200,
  },
  whatIf: {
    method: 'POST',
    path: '/api/policies/what-if',
    right: 'read',
    says: 'Which decisions of recorded runs other policies would change',
    body: policies.WhatIfRequest,
    answer: policies.WhatIfResult,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
