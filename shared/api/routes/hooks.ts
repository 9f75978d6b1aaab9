import { z } from 'zod'
import { HookQuery, HookVersions } from '../hooks.ts'
import * as runs from '../runs.ts'
import type { RouteSpec } from './routeSpec.ts'

const invoke = {
  method: 'POST',
  right: 'hook',
  query: HookQuery,
  body: z.json(),
  answer: runs.RunDetail,
  status: 202,
} as const

/** How loops are invoked. A loop of any workspace but the default one has that workspace's name in its address. */
export const hooksRoutes = {
  invoke: {
    ...invoke,
    path: '/hooks/:loop',
    says: 'Invoke a loop',
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
  invokeIn: {
    ...invoke,
    path: '/hooks/:workspace/:loop',
    says: 'Invoke a loop of a workspace',
  },
  hookVersionsIn: {
    method: 'GET',
    path: '/hooks/:workspace/:loop',
    right: 'hook',
    says: 'Which versions of a workspace’s loop take calls, without running it',
    answer: HookVersions,
    status: 200,
  },
  hookDocumentIn: {
    method: 'GET',
    path: '/hooks/:workspace/:loop/openapi.json',
    right: 'hook',
    says: 'A workspace’s loop as OpenAPI 3.1, for whoever may call it',
    answer: z.json(),
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
