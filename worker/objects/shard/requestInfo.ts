import type { RequestInfo } from '../../../shared/engine/event.ts'

const kept = /^(content-type|user-agent|webhook-id|webhook-timestamp|idempotency-key|ce-[a-z]+|x-[a-z0-9-]+)$/
const mayBeCredential = /auth|token|secret|signature|cookie|password|credential|session|api-?key|x-.*key/
const mayBePersonal = /forwarded|real-ip|client-ip|^x-envoy|^x-amz/
const mostHeaders = 50
const mostCharacters = 1000

/** What of a webhook's request expressions can read and the log keeps: no credential, no address of a person. */
export function requestInfoOf(method: string, headers: Headers): RequestInfo {
  const entries = [...headers]
    .filter(([name]) => kept.test(name) && !mayBeCredential.test(name) && !mayBePersonal.test(name))
    .slice(0, mostHeaders)
    .map(([name, value]) => [name, value.slice(0, mostCharacters)] as const)
  return { source: 'webhook', method, headers: Object.fromEntries(entries), by: null }
}
