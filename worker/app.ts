import { Hono } from 'hono'
import type { AppEnv } from './env.ts'
import { dropRest } from './http/dropRest.ts'
import { onError } from './http/onError.ts'
import { securityHeaders } from './http/securityHeaders.ts'
import { tracing } from './http/tracing.ts'
import { alerts } from './routes/alerts.ts'
import { approvals } from './routes/approvals.ts'
import { baselines } from './routes/baselines.ts'
import { callbacks } from './routes/callbacks.ts'
import { coordination } from './routes/coordination.ts'
import { deliveries } from './routes/deliveries.ts'
import { documents } from './routes/documents.ts'
import { events } from './routes/events.ts'
import { hooks } from './routes/hooks.ts'
import { kpis } from './routes/kpis.ts'
import { loops } from './routes/loops.ts'
import { metrics } from './routes/metrics.ts'
import { people } from './routes/people.ts'
import { policies } from './routes/policies.ts'
import { privacy } from './routes/privacy.ts'
import { problemPages } from './routes/problemPages.ts'
import { proposals } from './routes/proposals.ts'
import { ready } from './routes/ready.ts'
import { reviews } from './routes/reviews.ts'
import { runs } from './routes/runs.ts'
import { sandboxControl } from './routes/sandboxControl.ts'
import { session } from './routes/session.ts'
import { signIn } from './routes/signIn.ts'
import { sockets } from './routes/sockets.ts'
import { versions } from './routes/versions.ts'
import { workspace } from './routes/workspace.ts'
import { workspaces } from './routes/workspaces.ts'
import { authorise } from './security/authorise.ts'
import { socketToken } from './security/socketToken.ts'

/** The Worker's application: every route stands in `shared/api/routes.ts`, and nothing gets past `authorise` that is not there. */
export const app: Hono<AppEnv> = new Hono<AppEnv>()
  .use(dropRest)
  .use(securityHeaders)
  .use(tracing)
  .use(ready)
  .use(socketToken)
  .use(authorise)
  .route('/', session)
  .route('/', signIn)
  .route('/', loops)
  .route('/', versions)
  .route('/', proposals)
  .route('/', coordination)
  .route('/', kpis)
  .route('/', alerts)
  .route('/', baselines)
  .route('/', runs)
  .route('/', reviews)
  .route('/', approvals)
  .route('/', callbacks)
  .route('/', events)
  .route('/', sockets)
  .route('/', hooks)
  .route('/', deliveries)
  .route('/', people)
  .route('/', workspace)
  .route('/', workspaces)
  .route('/', policies)
  .route('/', privacy)
  .route('/', sandboxControl)
  .route('/', documents)
  .route('/', metrics)
  .route('/', problemPages)
  .onError(onError)
