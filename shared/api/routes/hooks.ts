import { z } from 'zod'
import { HookQuery, HookVersions } from '../hooks.ts'
import * as runs from '../runs.ts'
import type { RouteSpec } from './routeSpec.ts'

/** How loops are invoked. */
export const hooksRoutes = {
  invoke: {
    method: 'POST',
    path: '/hooks/:loop',
    right: 'hook',
    says: 'Invoke a loop',
    query: HookQuery,
    body: z.json(),
    answer: runs.RunDetail,
    status: 202,
  },
  hookVersions: {
    method: 'GET',
    path: '/hooks/:loop',
    right: 'hook',
    says: 'Which versions of a loop take calls, without running it',
    answer: HookVersions,
    status: 200,
  },
  hookDocument: {
    method: 'GET',
    path: '/hooks/:loop/openapi.json',
    right: 'hook',
    says: 'A loop as OpenAPI 3.1, for whoever may call it',
    answer: z.json(),
    status: 200,
  },
  loopDocument: {
    method: 'GET',
    path: '/api/loops/:loop/openapi.json',
    right: 'read',
    says: 'A loop as OpenAPI 3.1',
    answer: z.json(),
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
