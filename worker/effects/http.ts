import type { HttpCall } from '../../shared/graph/nodes/action.ts'
import type { EffectContext, Executor } from './executor.ts'
import { renderRequest } from './renderRequest.ts'
import { send } from './send.ts'

/** Sends one request to a host of the workspace and reads the answer. */
export const http: Executor<'http'> = async (call, context) => {
  const sent = await send({ ...outgoingOf(call, context), accepts: call.accepts ?? [] }, context)
  return sent.ok ? { ok: true, output: { status: sent.status, body: sent.body } } : sent
}

function outgoingOf(call: HttpCall, context: EffectContext) {
  const scope = { ...context.scope, secrets: { ...context.secrets } }
  return {
    host: call.host,
    method: call.method,
    ...(call.redirects && call.method === 'GET' ? { redirects: call.redirects } : {}),
    render: (baseUrl: string) => withKeys(renderRequest(call, baseUrl, scope), context),
  }
}

type Keys = Pick<EffectContext, 'id' | 'idempotency' | 'leases'>

/** Adds what lets a target tell a repeated request, and one whose lease has passed on, from others. */
export function withKeys<R extends ReturnType<typeof renderRequest>>(request: R, keys: Keys): R {
  if (!request.ok) return request
  if (keys.idempotency === 'keyed') request.headers.set('idempotency-key', keys.id)
  const fences = Object.entries(keys.leases).map(
    ([resource, token]) => `${JSON.stringify(resource)};token=${token}`,
  )
  if (fences.length > 0) request.headers.set('pavane-fence', fences.join(', '))
  return request
}
