import { KpiOverview, KpiQuery, LoopKpiQuery, LoopKpis } from '../kpis.ts'
import type { RouteSpec } from './routeSpec.ts'

/** What runs came to, for those who operate loops. */
export const kpisRoutes = {
  getKpis: {
    method: 'GET',
    path: '/api/kpis',
    right: 'read',
    says: 'How the loops of the workspace do, at a glance',
    query: KpiQuery,
    answer: KpiOverview,
    status: 200,
  },
  getLoopKpis: {
    method: 'GET',
    path: '/api/loops/:loop/kpis',
    right: 'read',
    says: 'What the runs of a loop came to, over time and by version',
    query: LoopKpiQuery,
    answer: LoopKpis,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
