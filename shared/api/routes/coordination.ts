import { LoopStatus } from '../loopStatus.ts'
import { ScheduleList } from '../loops.ts'
import { PlanPage, PlanQuery } from '../plans.ts'
import type { RouteSpec } from './routeSpec.ts'

/** What a loop has under way, and the plans of all of its runs. */
export const coordinationRoutes = {
  loopStatus: {
    method: 'GET',
    path: '/api/loops/:loop/status',
    right: 'read',
    says: 'What a loop has queued and running, by shard',
    answer: LoopStatus,
    status: 200,
  },
  listSchedules: {
    method: 'GET',
    path: '/api/loops/:loop/schedules',
    right: 'read',
    says: 'The schedules of a loop: when they come next, and what came of them last',
    answer: ScheduleList,
    status: 200,
  },
  listPlans: {
    method: 'GET',
    path: '/api/loops/:loop/plans',
    right: 'read',
    says: 'List the plans that the loop’s planners proposed, newest first',
    query: PlanQuery,
    answer: PlanPage,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
