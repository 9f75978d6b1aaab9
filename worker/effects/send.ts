import type { EffectError } from '../../shared/engine/effectError.ts'
import type { Redirects } from '../../shared/graph/nodes/action.ts'
import type { Json } from '../../shared/json.ts'
import { childTraceparent } from '../http/trace.ts'
import { sandboxOf } from '../objects/ports.ts'
import { refusalToLeave } from './egress.ts'
import { type CallContext, failedBefore } from './executor.ts'
import { explainFailure, explainStatus } from './httpErrors.ts'
import { hiddenText, maskText, maskValue } from './maskSecrets.ts'
import type { Secrets } from './openSecrets.ts'
import { readResponse } from './readResponse.ts'
import { nextHop } from './redirects.ts'
import type { RenderedRequest } from './renderRequest.ts'

/** A request to a host of the workspace. */
export type Outgoing = {
  host: string
  method: string
  /** Statuses besides 2xx that are a success; `any` for every one. */
  accepts: readonly number[] | 'any'
  /** The redirects that are followed; none where left out. */
  redirects?: Redirects
  /** The request over the host's base address. */
  render: (baseUrl: string) => RenderedRequest
  /** Is told of the answer, also of one that is a failure. */
  answered?: (answer: Answered) => void
}

/** An answer as it came, without secrets. The body is null where there is none, or where it was too large to read. */
export type Answered = { status: number; headers: Record<string, string>; body: Json; bytes: number }

export type Sent = { ok: true; status: number; body: Json } | { ok: false; error: EffectError }

/**
 * Sends one request and reads the answer, without the secrets that it may repeat. Every request that leaves for a host does so here,
 * guarded and explained alike.
 */
export async function send(outgoing: Outgoing, context: CallContext): Promise<Sent> {
  const { host: name } = outgoing
  const host = Object.hasOwn(context.hosts, name) ? context.hosts[name] : undefined
  if (!host) return failedBefore('configuration', `The workspace has no host “${name}”.`)
  const request = outgoing.render(host.baseUrl)
  if (!request.ok) return failedBefore(request.kind, request.message)
  const { url, headers, body } = request
  const refusal = await refusalToLeave(url, host, context)
  if (refusal) return refusal
  headers.set('traceparent', childTraceparent(context.trace))
  if (!headers.has('user-agent')) headers.set('user-agent', 'Pavane')
  if (!headers.has('accept')) headers.set('accept', 'application/json')
  const circuit = context.breakers.ask(name, context.breaker)
  if (!circuit.may) return { ok: false, error: openCircuit(name, circuit.retryAfterMs) }
  const timeout = AbortSignal.timeout(context.timeoutMs)
  const signal = AbortSignal.any([timeout, context.signal])
  try {
    const arrived = await follow(outgoing, { url, headers, body, sandbox: host.sandbox }, context, signal)
    if (!arrived.ok) return arrived
    const { response } = arrived
    const read = await readResponse(response)
    context.breakers.tell(name, response.status < 500 && response.status !== 429)
    // Before anything is cut: of a secret that is cut nothing would be found.
    const answered = read.ok ? maskValue(read.body, context.masks) : null
    outgoing.answered?.(answerOf(response, context.masks, answered, read.bytes))
    if (!read.ok) return { ok: false, error: read.error }
    const { accepts } = outgoing
    const isSuccess = accepts === 'any' || response.ok || accepts.includes(response.status)
    if (isSuccess) return { ok: true, status: response.status, body: answered }
    return { ok: false, error: explainStatus(name, response, answered) }
  } catch (error) {
    // A call that we gave up ourselves says nothing about the host.
    if (context.signal.aborted) return { ok: false, error: calledOff(name) }
    context.breakers.tell(name, false)
    return { ok: false, error: explainFailure(name, error, timeout.aborted, context.timeoutMs) }
  }
}

/** A cookie that a target sets is a credential of its own. */
function answerOf({ status, headers }: Response, masks: Secrets, body: Json, bytes: number): Answered {
  const shown = [...headers].map(([name, value]) => [
    name,
    name === 'set-cookie' ? hiddenText : maskText(value, masks),
  ])
  return { status, headers: Object.fromEntries(shown) as Record<string, string>, body, bytes }
}

type Leaving = { url: URL; headers: Headers; body: string | null; sandbox: boolean }

/** Sends a request, and after it those that the answers lead to, as far as the action allows that. */
async function follow(
  { method, host, redirects }: Outgoing,
  first: Leaving,
  context: CallContext,
  signal: AbortSignal,
): Promise<{ ok: true; response: Response } | { ok: false; error: EffectError }> {
  let leaving = first
  for (let hops = 0; ; hops += 1) {
    const { url, headers, body, sandbox } = leaving
    // A redirect that is followed unseen could lead anywhere, with the secrets.
    const request = new Request(url, { method, headers, body, redirect: 'manual', signal })
    const response = sandbox ? await sandboxOf(context.env).fetch(request) : await fetch(request)
    if (!redirects) return { ok: true, response }
    const next = nextHop(response, { url, headers, host, hops, redirects, hosts: context.hosts })
    if (next === null) return { ok: true, response }
    await response.body?.cancel()
    if (!next.ok)
      return failedBefore(
        next.kind,
        maskText(`${host} sent the call elsewhere: ${next.message}`, context.masks),
      )
    const { hop } = next
    const refusal = await refusalToLeave(hop.url, hop.target, context)
    if (refusal) return refusal
    leaving = { url: hop.url, headers: hop.headers, body, sandbox: hop.target.sandbox }
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
