import type { Context } from 'hono'
import { rateLimitHeaders } from '../../shared/api/rateLimit.ts'
import { type AppEnv, isLocal } from '../env.ts'
import type { Started } from '../objects/ports.ts'

/**
 * What a caller gets that started a run. Who did not wait: 202 and the run, always. Who waited, and the run ended in time:
 * 200 and the outcome's body whatever the outcome, because the call itself was carried out (a sender of webhooks would
 * repeat it otherwise); `Pavane-Outcome` tells how it ended.
 */
export function startedResponse(c: Context<AppEnv>, started: Started, ended: 'outcome' | 'run'): Response {
  const { run, replayed, wait, queued, room, rowsWritten } = started
  c.header('location', `/api/runs/${run.run}`)
  c.header('pavane-version', run.version)
  if (replayed) c.header('idempotency-replayed', 'true')
  if (wait !== null && c.req.header('prefer') !== undefined) c.header('preference-applied', `wait=${wait}`)
  if (run.outcome !== null) c.header('pavane-outcome', run.outcome)
  c.header('pavane-queue-depth', String(queued))
  for (const [name, value] of Object.entries(rateLimitHeaders(room))) c.header(name, value)
  if (isLocal(c.env) && rowsWritten !== null) c.header('pavane-rows-written', String(rowsWritten))
  if (ended === 'run' || wait === null || run.status !== 'ended') return c.json(run, 202)
  return c.json(run.body, 200)
}
