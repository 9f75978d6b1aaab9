import { apiLimits } from '../../../shared/api/limits.ts'
import type { RequestInfo } from '../../../shared/engine/event.ts'
import { evaluate } from '../../../shared/expr/evaluate.ts'
import type { Json } from '../../../shared/json.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'

/**
 * What makes two calls the same one. A key of the trigger's own says so whatever else differs; a key that the caller
 * chose (`strict`) must come with the same payload.
 */
export type DedupeKey = { key: string; strict: boolean }

/**
 * The trigger's key, else `Idempotency-Key`, else a CloudEvent's source and id, which together name it (CloudEvents 1.0.2, section 3.1.1),
 * else the delivery's id; null where there is none of them.
 */
export function dedupeKeyOf(
  dedupe: string | null,
  input: Json,
  request: RequestInfo,
  headers: ReadonlyMap<string, string>,
): Answer<DedupeKey | null> {
  const idempotencyKey = headers.get('idempotency-key')
  const chosen = idempotencyKey === undefined ? null : callersKey(idempotencyKey, 'key')
  // One that is no key is a mistake of the caller's, which must not show only once the trigger has no key of its own.
  if (chosen && !chosen.ok) return chosen
  if (dedupe !== null) return ownKey(dedupe, input, request)
  if (chosen) return chosen
  const event = request.cloudEvent
  if (event) return answer({ key: `event:${JSON.stringify([event.source, event.id])}`, strict: false })
  const delivery = headers.get('webhook-id') ?? headers.get('x-github-delivery')
  return answer(
    delivery === undefined ? null : { key: `id:${delivery.slice(0, apiLimits.keyCharacters)}`, strict: true },
  )
}

function ownKey(dedupe: string, input: Json, request: RequestInfo): Answer<DedupeKey> {
  const value = evaluate(dedupe, { input, request })
  if (!value.ok) {
    const detail = `The trigger’s dedupe key can’t be made from this input: ${value.error}`
    return refuse('input-invalid', detail, { errors: [{ pointer: '', message: value.error }] })
  }
  return answer({ key: `own:${JSON.stringify(value.value)}`, strict: false })
}

/**
 * `Idempotency-Key` is a structured-field string (the IETF’s draft); bare text is taken as it is. `kind` keeps the keys of runs that are
 * started by hand or by a schedule apart from those of a hook, whose callers may be strangers.
 */
export function callersKey(
  header: string,
  kind: 'key' | 'start' | 'fork' | 'schedule' | 'event',
): Answer<DedupeKey> {
  const quoted = /^\s*"((?:[^"\\]|\\["\\])*)"\s*(?:;.*)?$/.exec(header)?.[1]
  const key = quoted === undefined ? header.trim() : quoted.replace(/\\(.)/g, '$1')
  if (key === '' || key.length > apiLimits.keyCharacters) {
    const message = `Idempotency-Key must have 1 to ${apiLimits.keyCharacters} characters.`
    return refuse('invalid-request', message, {
      errors: [{ pointer: '', header: 'Idempotency-Key', message }],
    })
  }
  // A CloudEvent’s key begins with “event”.
  const begins = kind === 'event' ? 'after' : kind
  return answer({ key: `${begins}:${key}`, strict: kind !== 'event' })
}
