import { uuidv7 } from 'uuidv7'
import type { RequestInfo } from '../../../shared/engine/event.ts'
import type { TriggerAuth } from '../../../shared/graph/nodes/trigger.ts'
import type { JsonSchema } from '../../../shared/graph/text.ts'
import type { Json } from '../../../shared/json.ts'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'
import { readSigningSecrets } from '../../effects/openSecrets.ts'
import type { Env } from '../../env.ts'
import { readMessage } from '../../http/cloudEvent.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { pinText, type VersionPin } from '../../http/versionPin.ts'
import { sha256Hex } from '../../security/digests.ts'
import { type TimedSignature, verifyCaller } from '../../security/verifyCaller.ts'
import { runPrefix, type ShardPlace } from '../placement.ts'
import type { HookCall, Settings } from '../ports.ts'
import { type DedupeKey, dedupeKeyOf } from './dedupeKey.ts'
import { requestInfoOf } from './requestInfo.ts'

/** A hook's call, checked and read. `payload` is the body's digest where a strict key came with it. */
export type Intake = { input: Json; request: RequestInfo; key: DedupeKey | null; payload: string }

/** Whether the caller may call a trigger that asks for this proof, and what it signed, where that has a time. */
export type CallerCheck = (auth: TriggerAuth) => Promise<Answer<TimedSignature | null>>

/** Checks who calls, over the body as it came: nothing of a stranger's is parsed. */
export function callerCheck(
  env: Env,
  settings: Settings,
  { body, headers }: Pick<HookCall, 'body' | 'headers'>,
): CallerCheck {
  return async (auth) => {
    const now = Date.now()
    const secrets = auth.scheme === 'none' ? [] : await readSigningSecrets(env, settings, auth.secret, now)
    const caller = verifyCaller(auth, secrets, { headers, body }, now)
    if (caller.ok) return answer(caller.signed)
    if (caller.because === 'configuration') return refuse('configuration-missing', caller.reason)
    return refuse('signature-invalid', caller.reason, { headers: { 'www-authenticate': challenge(auth) } })
  }
}

/** How a caller proves itself to a trigger. No scheme is registered for signed webhooks; the realm names the trigger’s. */
const challenge = ({ scheme }: TriggerAuth): string =>
  scheme === 'bearer' ? 'Bearer error="invalid_token"' : `Signature realm="${scheme}"`

/** Reads what a caller sent whose proof has been checked. `schema` is what its input has to fit. */
export function readHookCall(
  dedupe: string | null,
  schema: JsonSchema | null,
  { body, headers, method, pin, testedBy }: HookCall,
): Answer<Intake> {
  const message = readMessage(headers, body)
  if (!message.ok) return message
  const { input, event } = message.value
  const called = requestInfoOf(method, headers, event)
  const key = dedupeKeyOf(dedupe, input, called, headers)
  if (!key.ok) return schemaFault(schema, input) ?? key
  const request = { ...called, ...testedBy }
  return answer({ input, request, key: key.value, payload: key.value?.strict ? payloadOf(body, pin) : '' })
}

/** A key that can’t be made most often lacks a field that the input must have: the schema says so in its own words. */
function schemaFault(schema: JsonSchema | null, input: Json): Answer<never> | null {
  const validity = schema ? validateSchema(schema, input) : { ok: true as const }
  if (validity.ok) return null
  return refuse('input-invalid', 'The input does not fit what the trigger takes.', {
    errors: validity.errors,
  })
}

/** What a repeated call has to repeat: the body, and the version where it asks for one. */
const payloadOf = (body: Uint8Array, pin: VersionPin) =>
  pin === null ? sha256Hex(body) : `${sha256Hex(body)}@${pinText(pin)}`

/** A new run's id. It names its shard, and it sorts by time. */
export const newRunId = (place: ShardPlace) => `${runPrefix(place)}${uuidv7()}`
