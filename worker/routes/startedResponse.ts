import type { Context } from 'hono'
import { rateLimitHeaders } from '../../shared/api/rateLimit.ts'
import { type AppEnv, isLocal } from '../env.ts'
import { readPrefer } from '../http/prefer.ts'
import { ProblemException } from '../http/problem.ts'
import type { Started } from '../objects/ports.ts'

/**
 * What a caller gets that started a run. Who did not wait: 202 and the run, always. Who waited, and the run ended in time:
 * 200 and the outcome's body whatever the outcome, because the call itself was carried out (a sender of webhooks would
 * repeat it otherwise); `Pavane-Outcome` tells how it ended.
 */
export function startedResponse(c: Context<AppEnv>, started: Started, ended: 'outcome' | 'run'): Response {
  const { run, replayed, wait, queued, room, rowsWritten } = started
  const location = `/api/runs/${run.run}`
  const prefer = readPrefer(c.req.header('prefer') ?? null)
  const askedToWait = prefer !== null && prefer.wait !== null
  c.header('location', location)
  c.header('pavane-version', run.version)
  if (replayed) c.header('idempotency-replayed', 'true')
  if (wait !== null && askedToWait) c.header('preference-applied', `wait=${wait}`)
  if (run.outcome !== null) c.header('pavane-outcome', run.outcome)
  c.header('pavane-queue-depth', String(queued))
  for (const [name, value] of Object.entries(rateLimitHeaders(room))) c.header(name, value)
  if (isLocal(c.env) && rowsWritten !== null) c.header('pavane-rows-written', String(rowsWritten))
  // Who waits for nothing but the answer is told that there is none yet (the Idempotency-Key draft, section 2.6).
  if (ended === 'outcome' && replayed && askedToWait && !prefer.respondAsync && run.status !== 'ended')
    throw new ProblemException('in-flight', 'The run of the first call has not ended.', {
      headers: { location, 'retry-after': '1', 'idempotency-replayed': 'true' },
    })
  if (ended === 'run' || wait === null || run.status !== 'ended') return c.json(run, 202)
  return c.json(run.body, 200)
}
