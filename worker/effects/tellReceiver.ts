import type { AlertEvent } from '../../shared/callback/alertEvent.ts'
import type { RunEndedEvent } from '../../shared/callback/runEnded.ts'
import type { Env } from '../env.ts'
import { addressUnder } from '../http/underHost.ts'
import type { Settings } from '../objects/ports.ts'
import type { Told } from '../objects/shard/Callbacks.ts'
import type { HostReceiver } from '../objects/shard/CallbackTable.ts'
import { openWebhook } from '../security/openWebhook.ts'
import type { Breakers } from './Breakers.ts'
import { maskText } from './maskSecrets.ts'
import { readSigningSecrets, refusalToSend } from './openSecrets.ts'
import type { RenderedRequest } from './renderRequest.ts'
import { send } from './send.ts'

type Calling = { env: Env; settings: Settings; breakers: Breakers; trace: string }

const timeoutMs = 20_000

/** Sends a receiver an event, signed as Standard Webhooks 1.0 say. Anything but a 2xx is a failure. */
export async function tellReceiver(
  calling: Calling,
  receiver: HostReceiver,
  event: RunEndedEvent | AlertEvent,
): Promise<Told> {
  const { env, settings, breakers, trace } = calling
  const { host, path, secret } = receiver
  const text = JSON.stringify(event)
  const now = new Date(Date.now())
  const sealed = Object.hasOwn(settings.secrets, secret) ? settings.secrets[secret] : undefined
  const refusal = refusalToSend(secret, sealed?.hosts, host)
  if (refusal !== null) return failed(refusal)
  const values = await readSigningSecrets(env, settings, secret, now.getTime())
  const signature = signatureOf(values, { id: event.id, now, text })
  if (signature === null)
    return failed(`The secret “${secret}” is not set, or can’t sign: it must be base64.`)
  const headers = new Headers({
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': event.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signature,
  })
  const sent = await send(
    {
      host,
      method: 'POST',
      accepts: [],
      render: (baseUrl): RenderedRequest => {
        const url = addressUnder(baseUrl, path)
        return url ? { ok: true, url, headers, body: text } : outside
      },
    },
    {
      env,
      hosts: settings.hosts,
      breakers,
      breaker: null,
      trace,
      timeoutMs,
      signal: new AbortController().signal,
      scope: {},
      secrets: {},
      masks: {},
    },
  )
  if (sent.ok) return { ok: true, status: sent.status }
  const { status = null, retryAfterMs = null, message } = sent.error
  // What the receiver wrote is not kept: it may repeat what it was sent.
  return {
    ok: false,
    status,
    retryAfterMs,
    message:
      status === null
        ? maskText(message, Object.fromEntries(values.entries()))
        : `${host} answered ${status}.`,
  }
}

const failed = (message: string): Told => ({ ok: false, message, status: null, retryAfterMs: null })

/** While a secret is being replaced both values sign, so that receivers can be moved over one by one. */
function signatureOf(
  values: readonly string[],
  { id, now, text }: { id: string; now: Date; text: string },
): string | null {
  const signers = values.map(openWebhook).filter((signer) => signer !== null)
  return signers.length === 0 ? null : signers.map((signer) => signer.sign(id, now, text)).join(' ')
}

const outside: RenderedRequest = {
  ok: false,
  kind: 'configuration',
  message: 'The path leads outside of the host.',
}
