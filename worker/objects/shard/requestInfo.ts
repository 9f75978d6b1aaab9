import type { CloudEventAttributes } from '../../../shared/engine/cloudEvent.ts'
import type { RequestInfo } from '../../../shared/engine/event.ts'

const kept = /^(content-type|user-agent|webhook-id|webhook-timestamp|idempotency-key|ce-[a-z]+|x-[a-z0-9-]+)$/
const mayBeCredential = /auth|token|secret|signature|cookie|password|credential|session|api-?key|x-.*key/
const mayBePersonal = /forwarded|real-ip|client-ip|^x-envoy|^x-amz/
const mostHeaders = 50
const mostCharacters = 1000

const mostNames = 1000

/** What was decided of the names that came so far: callers send the same again and again. */
const decided = new Map<string, boolean>()

function isKept(name: string): boolean {
  const known = decided.get(name)
  if (known !== undefined) return known
  const keeps = kept.test(name) && !mayBeCredential.test(name) && !mayBePersonal.test(name)
  if (decided.size >= mostNames) decided.clear()
  decided.set(name, keeps)
  return keeps
}

/** What of a webhook's request expressions can read and the log keeps: no credential, no address of a person. */
export function requestInfoOf(
  method: string,
  headers: Iterable<[string, string]>,
  event: CloudEventAttributes | null,
): RequestInfo {
  const entries = [...headers]
    .filter(([name]) => isKept(name))
    .slice(0, mostHeaders)
    .map(([name, value]) => [name, value.slice(0, mostCharacters)] as const)
  const info = { source: 'webhook' as const, method, headers: Object.fromEntries(entries), by: null }
  return event ? { ...info, cloudEvent: event } : info
}
