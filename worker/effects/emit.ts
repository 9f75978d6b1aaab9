import { render, renderText } from '../../shared/expr/template.ts'
import type { EmitCall } from '../../shared/graph/nodes/action.ts'
import type { Json, JsonObject } from '../../shared/json.ts'
import { openWebhook } from '../security/openWebhook.ts'
import { type EffectContext, type Executor, failedBefore } from './executor.ts'
import { withKeys } from './http.ts'
import { renderRequest } from './renderRequest.ts'
import { send } from './send.ts'

type Made<T> = { ok: true; value: T } | ReturnType<typeof failedBefore>

/**
 * Sends a CloudEvent 1.0 in structured mode. Its id is the effect's, so a receiver that gets it again after a lost answer knows it; its
 * text is the same in every attempt. Signed as Standard Webhooks 1.0 say where a secret is named.
 */
export const emit: Executor<'emit'> = async (call, context) => {
  const event = eventOf(call, context)
  if (!event.ok) return event
  const text = JSON.stringify(event.value)
  const signed = signatureOf(call, context, text)
  if (!signed.ok) return signed
  const address = { uses: 'http', host: call.host, method: 'POST', path: call.path } as const
  const scope = { ...context.scope, secrets: { ...context.secrets } }
  const outgoing = {
    host: call.host,
    method: 'POST',
    accepts: [],
    render: (baseUrl: string) => {
      const request = withKeys(renderRequest(address, baseUrl, scope), context)
      if (!request.ok) return request
      request.headers.set('content-type', 'application/cloudevents+json; charset=utf-8')
      for (const [name, value] of Object.entries(signed.value)) request.headers.set(name, value)
      return { ...request, body: text }
    },
  }
  const sent = await send(outgoing, context)
  return sent.ok ? { ok: true, output: { id: context.id, status: sent.status } } : sent
}

/** The event; CloudEvents 1.0.2, section 3.1. Attributes that come out empty are left out, for none may be empty. */
function eventOf(call: EmitCall, context: EffectContext): Made<JsonObject> {
  const { scope } = context
  const type = renderText(call.type, scope)
  if (!type.ok) return failedBefore('expression', `The event’s type: ${type.error}`)
  if (type.value === '') return failedBefore('configuration', 'The event’s type comes out empty.')
  const source = renderText(call.source ?? '', scope)
  if (!source.ok) return failedBefore('expression', `The event’s source: ${source.error}`)
  const subject = renderText(call.subject ?? '', scope)
  if (!subject.ok) return failedBefore('expression', `The event’s subject: ${subject.error}`)
  const data = dataOf(call, context)
  if (!data.ok) return data
  const value: JsonObject = {
    specversion: '1.0',
    id: context.id,
    source: source.value || `/loops/${context.loop}`,
    type: type.value,
    ...(subject.value === '' ? {} : { subject: subject.value }),
    time: new Date(context.beganAt).toISOString(),
    ...(data.value === undefined ? {} : { datacontenttype: 'application/json', data: data.value }),
  }
  return { ok: true, value }
}

function dataOf({ data }: EmitCall, { scope, secrets }: EffectContext): Made<Json | undefined> {
  if (data === undefined) return { ok: true, value: undefined }
  const rendered = render(data, { ...scope, secrets: { ...secrets } })
  if (rendered.ok) return rendered
  return failedBefore(
    'expression',
    `The event’s data: ${rendered.error} (at ${rendered.pointer || 'its top'})`,
  )
}

/** The headers of Standard Webhooks 1.0. The time is that of the attempt: receivers refuse old ones. */
function signatureOf(
  call: EmitCall,
  { id, secrets }: EffectContext,
  text: string,
): Made<Record<string, string>> {
  const now = new Date()
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(now.getTime() / 1000)) }
  if (call.secret === undefined) return { ok: true, value: headers }
  const webhook = openWebhook(secrets[call.secret] ?? '')
  if (webhook) return { ok: true, value: { ...headers, 'webhook-signature': webhook.sign(id, now, text) } }
  return failedBefore(
    'configuration',
    `The secret “${call.secret}” can’t sign: it must be base64, with or without whsec_.`,
  )
}
