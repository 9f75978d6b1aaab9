import type { EffectError } from '../../shared/engine/effectError.ts'
import { statusFault } from '../../shared/engine/statusFault.ts'
import type { Json } from '../../shared/json.ts'

const quoted = 200

/** A target's refusal. */
export function explainStatus(host: string, response: Response, body: Json): EffectError {
  const { status } = response
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), Date.now())
  const said =
    body === null ? '' : `: ${(typeof body === 'string' ? body : JSON.stringify(body)).slice(0, quoted)}`
  const redirect = status >= 300 && status < 400 ? ' Redirects are not followed.' : ''
  return {
    class: 'http',
    message: `${host} answered ${status}${said}.${redirect}`,
    status,
    ...statusFault(status),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  }
}

/** A request without an answer. Unless the connection was never made, the target may have carried it out. */
export function explainFailure(
  host: string,
  error: unknown,
  timedOut: boolean,
  timeoutMs: number,
): EffectError {
  if (timedOut) {
    const message = `${host} did not answer within ${timeoutMs / 1000} seconds.`
    return { class: 'timeout', message, retryable: true, mayHaveHappened: true }
  }
  const reason = error instanceof Error ? error.message : String(error)
  const neverConnected = /connection refused|dns lookup|name or service not known/i.test(reason)
  const message = `${host} could not be reached, or the connection was lost.`
  return { class: 'network', message, retryable: true, mayHaveHappened: !neverConnected }
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, section 10.2.3). */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
