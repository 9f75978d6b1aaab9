import { LoopStatus } from '../loopStatus.ts'
import type { RouteSpec } from './routeSpec.ts'

/** What a loop has under way over all of its runs. */
export const coordinationRoutes = {
  loopStatus: {
    method: 'GET',
    path: '/api/loops/:loop/status',
    right: 'read',
    says: 'What a loop has queued and running, by shard',
    answer: LoopStatus,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
