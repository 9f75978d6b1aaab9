import { z } from 'zod'
import * as runs from '../runs.ts'
import type { RouteSpec } from './routeSpec.ts'

/** How loops are invoked. */
export const hooksRoutes = {
  invoke: {
    method: 'POST',
    path: '/hooks/:loop',
    right: 'hook',
    says: 'Invoke a loop',
    query: z.strictObject({
      /** What `Pavane-Version` says, for senders that can set no header: a digest, `stable` or `canary`. */
      version: z.string().max(80).optional(),
    }),
    body: z.json(),
    answer: runs.RunDetail,
    status: 202,
  },
  invokeIn: {
    method: 'POST',
    path: '/hooks/:workspace/:loop',
    right: 'hook',
    says: 'Invoke a loop of a workspace',
    body: z.json(),
    answer: runs.RunDetail,
    status: 202,
  },
} as const satisfies Record<string, RouteSpec>
