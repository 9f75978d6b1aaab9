import type { EffectError } from '../../shared/engine/effectError.ts'
import type { Json } from '../../shared/json.ts'
import { isLocal } from '../env.ts'
import { childTraceparent } from '../http/trace.ts'
import { sandboxOf } from '../objects/ports.ts'
import { egressRefusal } from '../security/egressGuard.ts'
import { type CallContext, failedBefore } from './executor.ts'
import { explainFailure, explainStatus } from './httpErrors.ts'
import { readResponse } from './readResponse.ts'
import type { RenderedRequest } from './renderRequest.ts'

/** A request to a host of the workspace. */
export type Outgoing = {
  host: string
  method: string
  /** Statuses besides 2xx that are a success; `any` for every one. */
  accepts: readonly number[] | 'any'
  /** The request over the host's base address. */
  render: (baseUrl: string) => RenderedRequest
}

export type Sent = { ok: true; status: number; body: Json } | { ok: false; error: EffectError }

/** Sends one request and reads the answer. Every request that leaves for a host does so here, guarded and explained alike. */
export async function send(outgoing: Outgoing, context: CallContext): Promise<Sent> {
  const { host: name, method } = outgoing
  const host = Object.hasOwn(context.hosts, name) ? context.hosts[name] : undefined
  if (!host) return failedBefore('configuration', `The workspace has no host “${name}”.`)
  const request = outgoing.render(host.baseUrl)
  if (!request.ok) return failedBefore(request.kind, request.message)
  const { url, headers, body } = request
  const local = isLocal(context.env)
  if (host.sandbox && !local)
    return failedBefore('configuration', 'The sandbox exists on a local server only.')
  const refusal = host.sandbox ? null : egressRefusal(url, { local })
  if (refusal) return failedBefore('policy', refusal)
  headers.set('traceparent', childTraceparent(context.trace))
  if (!headers.has('user-agent')) headers.set('user-agent', 'Pavane')
  if (!headers.has('accept')) headers.set('accept', 'application/json')
  const circuit = context.breakers.ask(name, context.breaker)
  if (!circuit.may) return { ok: false, error: openCircuit(name, circuit.retryAfterMs) }
  const timeout = AbortSignal.timeout(context.timeoutMs)
  const signal = AbortSignal.any([timeout, context.signal])
  // Followed redirects could lead anywhere, with the secrets: the action's author decides instead.
  const leaving = new Request(url, { method, headers, body, redirect: 'manual', signal })
  try {
    const response = host.sandbox ? await sandboxOf(context.env).fetch(leaving) : await fetch(leaving)
    const read = await readResponse(response)
    context.breakers.tell(name, response.status < 500 && response.status !== 429)
    if (!read.ok) return read
    const { accepts } = outgoing
    const isSuccess = accepts === 'any' || response.ok || accepts.includes(response.status)
    if (isSuccess) return { ok: true, status: response.status, body: read.body }
    return { ok: false, error: explainStatus(name, response, read.body) }
  } catch (error) {
    // A call that we gave up ourselves says nothing about the host.
    if (context.signal.aborted) return { ok: false, error: calledOff(name) }
    context.breakers.tell(name, false)
    return { ok: false, error: explainFailure(name, error, timeout.aborted, context.timeoutMs) }
  }
}

function openCircuit(host: string, retryAfterMs: number): EffectError {
  const seconds = Math.ceil(retryAfterMs / 1000)
  const message = `${host} failed too often lately, so nothing was sent. It is tried again in ${seconds} seconds.`
  return { class: 'circuit', message, retryable: true, mayHaveHappened: false, retryAfterMs }
}

function calledOff(host: string): EffectError {
  const message = `The call of ${host} was called off: the run did not wait for it any more.`
  return { class: 'network', message, retryable: false, mayHaveHappened: true }
}
