import { isLocal } from '../env.ts'
import { childTraceparent } from '../http/trace.ts'
import { sandboxOf } from '../objects/ports.ts'
import { egressRefusal } from '../security/egressGuard.ts'
import { type Executor, failedBefore } from './executor.ts'
import { explainFailure, explainStatus } from './httpErrors.ts'
import { readResponse } from './readResponse.ts'
import { renderRequest } from './renderRequest.ts'

/** Sends one request to a host of the workspace and reads the answer. */
export const http: Executor<'http'> = async (call, context) => {
  const host = Object.hasOwn(context.hosts, call.host) ? context.hosts[call.host] : undefined
  if (!host) return failedBefore('configuration', `The workspace has no host “${call.host}”.`)
  const scope = { ...context.scope, secrets: { ...context.secrets } }
  const request = renderRequest(call, host.baseUrl, scope)
  if (!request.ok) return failedBefore(request.kind, request.message)
  const { url, headers, body } = request
  const local = isLocal(context.env)
  if (host.sandbox && !local)
    return failedBefore('configuration', 'The sandbox exists on a local server only.')
  const refusal = host.sandbox ? null : egressRefusal(url, { local })
  if (refusal) return failedBefore('policy', refusal)
  if (context.idempotency === 'keyed') headers.set('idempotency-key', context.id)
  const fences = Object.entries(context.leases).map(
    ([resource, token]) => `${JSON.stringify(resource)};token=${token}`,
  )
  if (fences.length > 0) headers.set('pavane-fence', fences.join(', '))
  headers.set('traceparent', childTraceparent(context.trace))
  if (!headers.has('user-agent')) headers.set('user-agent', 'Pavane')
  if (!headers.has('accept')) headers.set('accept', 'application/json')
  const signal = AbortSignal.timeout(context.timeoutMs)
  // Followed redirects could lead anywhere, with the secrets: the action's author decides instead.
  const outgoing = new Request(url, { method: call.method, headers, body, redirect: 'manual', signal })
  try {
    const response = host.sandbox ? await sandboxOf(context.env).fetch(outgoing) : await fetch(outgoing)
    const read = await readResponse(response)
    if (!read.ok) return read
    const isSuccess = response.ok || (call.accepts ?? []).includes(response.status)
    if (isSuccess) return { ok: true, output: { status: response.status, body: read.body } }
    return { ok: false, error: explainStatus(call.host, response, read.body) }
  } catch (error) {
    return { ok: false, error: explainFailure(call.host, error, signal.aborted, context.timeoutMs) }
  }
}
