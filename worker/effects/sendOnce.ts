import { apiLimits } from '../../shared/api/limits.ts'
import type { SentOnce } from '../../shared/api/sendOnce.ts'
import { callTemplate } from '../../shared/compile/expressionPlaces.ts'
import type { Scope } from '../../shared/engine/effect.ts'
import type { EffectError } from '../../shared/engine/effectError.ts'
import { afterOnce, judgeOnce, type OnceAction, prepareOnce } from '../../shared/engine/sendingOnce.ts'
import type { HttpCall } from '../../shared/graph/nodes/action.ts'
import type { Json } from '../../shared/json.ts'
import type { Env } from '../env.ts'
import type { Settings } from '../objects/ports.ts'
import { Breakers } from './Breakers.ts'
import { failedBefore } from './executor.ts'
import { withKeys } from './http.ts'
import { hiddenText, maskText } from './maskSecrets.ts'
import { type OpenedSecrets, openSecrets } from './openSecrets.ts'
import { type RenderedRequest, renderRequest } from './renderRequest.ts'
import { type Answered, type Sent, send } from './send.ts'

/** Who sends a call by itself, and with what. */
export type SendingOnce = {
  env: Env
  settings: Settings
  of: OnceAction
  call: HttpCall
  values: Scope
  by: string
  trace: string
  /** Is awaited before anything leaves, so that it is on record whatever comes of it. */
  leaves: () => Promise<void>
}

type Ready = Extract<RenderedRequest, { ok: true }>

/**
 * Sends the call of an action without a run, and says what a run would make of it. It goes the way of every call: its own secrets, its own
 * host, the egress guard, the limits. It holds no lease, asks no breaker and is tried once.
 */
export async function sendOnce(sending: SendingOnce): Promise<SentOnce> {
  const { env, settings, of, call, values, by, leaves } = sending
  const { action } = of
  const unsent = (error: EffectError): SentOnce => {
    const after = afterOnce(action, error, null)
    return { request: null, response: null, durationMs: 0, error, after }
  }
  const prepared = prepareOnce(of, values, { at: Date.now(), by })
  if (!prepared.ok) return unsent(prepared.error)
  const { scope } = prepared
  const use = { named: action.secrets, template: callTemplate(call), host: call.host }
  const opened = await openSecrets(env, settings, use)
  if (!opened.ok) return unsent(opened.error)
  const baseUrl = Object.hasOwn(settings.hosts, call.host) ? settings.hosts[call.host]?.baseUrl : undefined
  if (baseUrl === undefined)
    return unsent(failedBefore('configuration', `The workspace has no host “${call.host}”.`).error)
  const ready = renderRequest(call, baseUrl, { ...scope, secrets: { ...opened.sent } })
  if (!ready.ok) return unsent(failedBefore(ready.kind, maskText(ready.message, opened.masked)).error)
  const request = withKeys(ready, {
    id: `once.${crypto.randomUUID()}`,
    idempotency: action.idempotency,
    leases: {},
  })
  await leaves()
  const exchange = await leave(sending, scope, opened, request)
  const shown = shownRequest(call, action.secrets, baseUrl, scope, request)
  return { request: shown, ...judged(of, scope, exchange, opened) }
}

type Exchange = { sent: Sent; answer: Answered | null; durationMs: number }

async function leave(
  { env, settings, of: { action }, call, trace }: SendingOnce,
  scope: Scope,
  { sent: secrets, masked: masks }: OpenedSecrets,
  request: Ready,
): Promise<Exchange> {
  const answers: Answered[] = []
  const outgoing = {
    host: call.host,
    method: call.method,
    accepts: call.accepts ?? [],
    ...(call.redirects && call.method === 'GET' ? { redirects: call.redirects } : {}),
    render: () => request,
    answered: (answer: Answered) => void answers.push(answer),
  }
  const beganAt = Date.now()
  const sent = await send(outgoing, {
    env,
    hosts: settings.hosts,
    breakers: new Breakers(),
    breaker: null,
    trace,
    timeoutMs: 1000 * Math.min(action.timeoutSeconds, apiLimits.callSentOnceSeconds),
    signal: new AbortController().signal,
    scope,
    secrets,
    masks,
  })
  return { sent, answer: answers[0] ?? null, durationMs: Date.now() - beganAt }
}

/** What a run would make of it. */
function judged(
  of: OnceAction,
  scope: Scope,
  { sent, answer, durationMs }: Exchange,
  { masked }: OpenedSecrets,
): Omit<SentOnce, 'request'> {
  if (!sent.ok) {
    const error = { ...sent.error, message: maskText(sent.error.message, masked) }
    return { response: answer, durationMs, error, after: afterOnce(of.action, error, null) }
  }
  const { output, error } = judgeOnce(of, scope, { status: sent.status, body: sent.body }, Date.now())
  const response = answer && { ...answer, body: bodyIn(output) }
  return { response, durationMs, error, after: afterOnce(of.action, null, error) }
}

/** The body as policies let it be seen: what they redact, a run’s log does not hold either. */
function bodyIn(output: Json): Json {
  const isObject = typeof output === 'object' && output !== null && !Array.isArray(output)
  return isObject ? (output['body'] ?? null) : output
}

/** Stands in for each secret where the request is shown: letters that every header and address may hold. */
const standIn = 'pavane-hidden-secret'
const hide = (text: string) => text.replaceAll(standIn, hiddenText)

/**
 * The request as people may see it; null where it can’t be made without secrets. It is rendered anew, with none of them in it: what an
 * expression computes of a secret could tell what it is, also where no part of it can be found and hidden.
 */
function shownRequest(
  call: HttpCall,
  names: readonly string[],
  baseUrl: string,
  scope: Scope,
  sent: Ready,
): SentOnce['request'] {
  const secrets = Object.fromEntries(names.map((name) => [name, standIn]))
  const shown = renderRequest(call, baseUrl, { ...scope, secrets })
  if (!shown.ok) return null
  // What is not rendered is of our own making: the key, the trace, what is accepted.
  const headers = [...sent.headers].map(([name, value]) => [name, hide(shown.headers.get(name) ?? value)])
  return {
    method: call.method,
    url: hide(shown.url.href),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: shown.body === null ? null : hide(shown.body),
  }
}
