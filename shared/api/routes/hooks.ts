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
    body: z.json(),
    answer: runs.RunDetail,
    status: 202,
  },
} as const satisfies Record<string, RouteSpec>
