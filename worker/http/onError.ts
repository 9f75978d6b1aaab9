import type { ErrorHandler } from 'hono'
import type { AppEnv } from '../env.ts'
import { describeBug, log } from '../telemetry/log.ts'
import { ProblemException, problemResponse } from './problem.ts'
import { unavailable } from './unavailable.ts'

/** The one place where a failed request gets its answer: a refusal its problem document, what passes a 503, a bug a 500 that tells nothing. */
export const onError: ErrorHandler<AppEnv> = (error, c) => {
  const instance = new URL(c.req.url).pathname
  if (error instanceof ProblemException) return problemResponse(error.refusal, instance)
  const passing = unavailable(error)
  if (passing) {
    log('warn', 'request.unavailable', {
      method: c.req.method,
      trace: c.var.trace.id,
      detail: passing.detail,
    })
    return problemResponse(passing, instance)
  }
  log('error', 'request.broke', { method: c.req.method, trace: c.var.trace.id, ...describeBug(error) })
  return problemResponse(
    { code: 'internal', detail: `Quote the trace ${c.var.trace.id} when you report this.` },
    instance,
  )
}
