import { WebhookVerificationError } from 'standardwebhooks'
import { apiLimits } from '../../shared/api/limits.ts'
import { assertNever } from '../../shared/assertNever.ts'
import type { TriggerAuth } from '../../shared/graph/nodes/trigger.ts'
import { equalInConstantTime, hmac, sha256Hex } from './digests.ts'
import { openWebhook } from './openWebhook.ts'

/**
 * What a caller signed together with a time. `mark` is the SHA-256 of exactly those bytes, so it is the same whichever of two secrets
 * verified them and whatever else came along; `until` is when they stop being taken, in milliseconds since the epoch.
 */
export type TimedSignature = { mark: string; until: number }

/** Whether a caller is who the trigger asks for; `reason` is fit for the caller to read. `signed` is null where no time is signed. */
export type CallerCheck =
  | { ok: true; signed: TimedSignature | null }
  | { ok: false; because: 'caller' | 'configuration'; reason: string }

type Caller = { headers: ReadonlyMap<string, string>; body: Uint8Array }

const ok: CallerCheck = { ok: true, signed: null }
const bad = (reason: string): CallerCheck => ({ ok: false, because: 'caller', reason })

/**
 * Checks a hook's caller by the trigger's scheme, over the body exactly as it came. `secrets` are the values that count now: none where
 * none is set, two while the secret is being replaced. `now` is in milliseconds since the epoch.
 */
export function verifyCaller(
  auth: TriggerAuth,
  secrets: readonly string[],
  caller: Caller,
  now: number,
): CallerCheck {
  if (auth.scheme === 'none') return ok
  const [secret, previous] = secrets
  if (secret === undefined)
    return { ok: false, because: 'configuration', reason: 'The secret of this hook is not set.' }
  const check = verifyWith(auth, secret, caller, now)
  if (check.ok || previous === undefined) return check
  // What is said is of the new secret: whoever signs with neither has to move to that one.
  const former = verifyWith(auth, previous, caller, now)
  return former.ok ? former : check
}

type Signed = Exclude<TriggerAuth, { scheme: 'none' }>

function verifyWith(auth: Signed, secret: string, caller: Caller, now: number): CallerCheck {
  switch (auth.scheme) {
    case 'github':
      return verifyGithub(secret, caller)
    case 'standard-webhooks':
      return verifyStandardWebhook(secret, caller)
    case 'stripe':
      return verifyStripe(secret, auth.header ?? 'Stripe-Signature', caller, now)
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

/** A byte order mark is part of what is signed. */
const exactly = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })

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
    const text = exactly.decode(body)
    webhook.verify(text, values, { jsonParse: false })
    const seconds = Number.parseInt(values['webhook-timestamp'] ?? '', 10)
    return signedAt(seconds, `${values['webhook-id']}.${seconds}.${text}`)
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error
    return bad(`${error.message}.`)
  }
}

/**
 * `t=<seconds>,v1=<hexadecimal HMAC-SHA-256 of "<t>.<body>">`, as Stripe signs webhooks; several `v1` may stand there, and schemes of other
 * names are passed over.
 */
function verifyStripe(secret: string, header: string, { headers, body }: Caller, now: number): CallerCheck {
  const sent = headers.get(header.toLowerCase())
  if (sent === undefined) return bad(`The header ${header} is missing.`)
  const parts = sent.split(',').map((part) => part.trim().split('=', 2))
  const time = parts.find(([name]) => name === 't')?.[1] ?? ''
  if (!/^\d{1,12}$/.test(time)) return bad(`${header} has no time: it must read t=<seconds>,v1=<signature>.`)
  const off = Math.abs(now / 1000 - Number(time))
  if (off > apiLimits.signatureToleranceSeconds)
    return bad(`The time in ${header} is off by more than ${apiLimits.signatureToleranceSeconds} seconds.`)
  const content = concatenated(new TextEncoder().encode(`${time}.`), body)
  const expected = hmac(secret, content, 'hex')
  const signatures = parts.filter(([name]) => name === 'v1').map(([, value = '']) => value)
  return signatures.some((signature) => equalInConstantTime(signature, expected))
    ? signedAt(Number(time), content)
    : bad(`${header} does not match the body.`)
}

const signedAt = (seconds: number, content: string | Uint8Array): CallerCheck => ({
  ok: true,
  signed: { mark: sha256Hex(content), until: (seconds + apiLimits.signatureToleranceSeconds) * 1000 },
})

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

function verifyBearer(secret: string, { headers }: Caller): CallerCheck {
  const sent = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (sent === undefined) return bad('Send the hook’s token as Authorization: Bearer.')
  return equalInConstantTime(sent, secret) ? ok : bad('The bearer token is not this hook’s.')
}
