import { WebhookVerificationError } from 'standardwebhooks'
import { assertNever } from '../../shared/assertNever.ts'
import type { TriggerAuth } from '../../shared/graph/nodes/trigger.ts'
import { equalInConstantTime, hmac } from './digests.ts'
import { openWebhook } from './openWebhook.ts'

/** Whether a caller is who the trigger asks for; `reason` is fit for the caller to read. */
export type CallerCheck = { ok: true } | { ok: false; because: 'caller' | 'configuration'; reason: string }

type Caller = { headers: ReadonlyMap<string, string>; body: Uint8Array }

const ok: CallerCheck = { ok: true }
const bad = (reason: string): CallerCheck => ({ ok: false, because: 'caller', reason })

/** Checks a hook's caller by the trigger's scheme, over the body exactly as it came. `secret` is null where none is set. */
export function verifyCaller(auth: TriggerAuth, secret: string | null, caller: Caller): CallerCheck {
  if (auth.scheme === 'none') return ok
  if (secret === null) {
    const reason = 'The secret of this hook is not set.'
    return { ok: false, because: 'configuration', reason }
  }
  switch (auth.scheme) {
    case 'github':
      return verifyGithub(secret, caller)
    case 'standard-webhooks':
      return verifyStandardWebhook(secret, caller)
    case 'bearer':
      return verifyBearer(secret, caller)
    default:
      return assertNever(auth)
  }
}

function verifyGithub(secret: string, { headers, body }: Caller): CallerCheck {
  const signature = headers.get('x-hub-signature-256')
  if (signature === undefined) return bad('The header X-Hub-Signature-256 is missing.')
  const expected = `sha256=${hmac(secret, body, 'hex')}`
  return equalInConstantTime(signature, expected) ? ok : bad('X-Hub-Signature-256 does not match the body.')
}

function verifyStandardWebhook(secret: string, { headers, body }: Caller): CallerCheck {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const
  const missing = names.find((name) => !headers.has(name))
  if (missing) return bad(`The header ${missing} is missing.`)
  const webhook = openWebhook(secret)
  if (!webhook) {
    const reason =
      'The secret of this hook is no Standard Webhooks secret: it must be base64, with or without whsec_.'
    return { ok: false, because: 'configuration', reason }
  }
  const values = Object.fromEntries(names.map((name) => [name, headers.get(name) ?? '']))
  try {
    webhook.verify(new TextDecoder().decode(body), values, { jsonParse: false })
    return ok
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error
    return bad(`${error.message}.`)
  }
}

function verifyBearer(secret: string, { headers }: Caller): CallerCheck {
  const sent = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (sent === undefined) return bad('Send the hook’s token as Authorization: Bearer.')
  return equalInConstantTime(sent, secret) ? ok : bad('The bearer token is not this hook’s.')
}
