import { z } from 'zod'
import * as sandbox from '../sandbox.ts'
import type { RouteSpec } from './routeSpec.ts'

/** The local sandbox and how it behaves. */
export const sandboxRoutes = {
  listSandboxCalls: {
    method: 'GET',
    path: '/api/sandbox/calls',
    right: 'read',
    says: 'What the local sandbox received, newest first',
    query: sandbox.SandboxCallQuery,
    answer: sandbox.SandboxCallList,
    status: 200,
  },
  clearSandbox: {
    method: 'DELETE',
    path: '/api/sandbox/calls',
    right: 'build',
    says: 'Empty the local sandbox',
    answer: null,
    status: 204,
  },
  getSandboxRules: {
    method: 'GET',
    path: '/api/sandbox/rules',
    right: 'read',
    says: 'How the local sandbox misbehaves',
    answer: sandbox.SandboxRules,
    status: 200,
  },
  putSandboxRules: {
    method: 'PUT',
    path: '/api/sandbox/rules',
    right: 'build',
    says: 'Tell the local sandbox to fail, stall or answer late',
    body: sandbox.SandboxRules,
    answer: sandbox.SandboxRules,
    status: 200,
  },
  sandbox: {
    method: 'ANY',
    path: '/sandbox/:app/*',
    right: 'public',
    says: 'The local sandbox’s apps',
    answer: z.json(),
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
