import { assertNever } from '../../shared/assertNever.ts'
import type { TriggerAuth } from '../../shared/graph/nodes/trigger.ts'
import { hmac } from './digests.ts'
import { openWebhook } from './openWebhook.ts'

type Signed = Exclude<TriggerAuth, { scheme: 'none' }>

/**
 * The headers with which a caller proves who it is by the trigger's scheme. `now` is in milliseconds since the epoch; null where the secret
 * is none that the scheme can sign with.
 */
export function signCall(
  auth: Signed,
  secret: string,
  { id, body, now }: { id: string; body: string; now: number },
): Record<string, string> | null {
  const bytes = new TextEncoder().encode(body)
  const seconds = Math.floor(now / 1000)
  switch (auth.scheme) {
    case 'bearer':
      return { authorization: `Bearer ${secret}` }
    case 'github':
      return { 'x-hub-signature-256': `sha256=${hmac(secret, bytes, 'hex')}`, 'x-github-delivery': id }
    case 'stripe': {
      const signature = hmac(secret, new TextEncoder().encode(`${seconds}.${body}`), 'hex')
      return { [(auth.header ?? 'Stripe-Signature').toLowerCase()]: `t=${seconds},v1=${signature}` }
    }
    case 'standard-webhooks': {
      const signature = openWebhook(secret)?.sign(id, new Date(now), body)
      if (signature === undefined) return null
      return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature }
    }
    default:
      return assertNever(auth)
  }
}
