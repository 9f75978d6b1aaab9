import { alertsRoutes } from './routes/alerts.ts'
import { approvalsRoutes } from './routes/approvals.ts'
import { baselinesRoutes } from './routes/baselines.ts'
import { callbacksRoutes } from './routes/callbacks.ts'
import { coordinationRoutes } from './routes/coordination.ts'
import { deliveriesRoutes } from './routes/deliveries.ts'
import { documentsRoutes } from './routes/documents.ts'
import { hooksRoutes } from './routes/hooks.ts'
import { kpisRoutes } from './routes/kpis.ts'
import { loopsRoutes } from './routes/loops.ts'
import { peopleRoutes } from './routes/people.ts'
import { policiesRoutes } from './routes/policies.ts'
import { privacyRoutes } from './routes/privacy.ts'
import { proposalsRoutes } from './routes/proposals.ts'
import { reviewsRoutes } from './routes/reviews.ts'
import type { RouteSpec } from './routes/routeSpec.ts'
import { runsRoutes } from './routes/runs.ts'
import { sandboxRoutes } from './routes/sandbox.ts'
import { sessionRoutes } from './routes/session.ts'
import { versionsRoutes } from './routes/versions.ts'
import { workspaceRoutes } from './routes/workspace.ts'
import { workspacesRoutes } from './routes/workspaces.ts'

/**
 * Every route and the right it asks for. Authentication, the client, the API documents and the tests read this table;
 * a route that is not here does not exist.
 */
export const routes = {
  ...sessionRoutes,
  ...loopsRoutes,
  ...versionsRoutes,
  ...proposalsRoutes,
  ...coordinationRoutes,
  ...kpisRoutes,
  ...alertsRoutes,
  ...baselinesRoutes,
  ...runsRoutes,
  ...reviewsRoutes,
  ...approvalsRoutes,
  ...callbacksRoutes,
  ...peopleRoutes,
  ...workspaceRoutes,
  ...workspacesRoutes,
  ...policiesRoutes,
  ...privacyRoutes,
  ...sandboxRoutes,
  ...hooksRoutes,
  ...deliveriesRoutes,
  ...documentsRoutes,
} as const satisfies Record<string, RouteSpec>
export type RouteName = keyof typeof routes
