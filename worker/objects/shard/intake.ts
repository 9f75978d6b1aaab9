import { uuidv7 } from 'uuidv7'
import type { ProgramTrigger } from '../../../shared/compile/program.ts'
import type { RequestInfo } from '../../../shared/engine/event.ts'
import type { Json } from '../../../shared/json.ts'
import { readSigningSecrets } from '../../effects/openSecrets.ts'
import type { Env } from '../../env.ts'
import { readMessage } from '../../http/cloudEvent.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { sha256Hex } from '../../security/digests.ts'
import { verifyCaller } from '../../security/verifyCaller.ts'
import type { HookCall, Settings } from '../ports.ts'
import { type DedupeKey, dedupeKeyOf } from './dedupeKey.ts'
import { requestInfoOf } from './requestInfo.ts'

/** A hook's call, checked and read. `payload` is the body's digest where a strict key came with it. */
export type Intake = { input: Json; request: RequestInfo; key: DedupeKey | null; payload: string }

/** Checks who calls, then reads what was sent: nothing of a stranger's body is parsed. */
export async function readHookCall(
  env: Env,
  { auth }: Pick<ProgramTrigger, 'auth'>,
  dedupe: string | null,
  settings: Settings,
  { body, headers, method }: HookCall,
): Promise<Answer<Intake>> {
  const now = Date.now()
  const secrets = auth.scheme === 'none' ? [] : await readSigningSecrets(env, settings, auth.secret, now)
  const caller = verifyCaller(auth, secrets, { headers, body }, now)
  if (!caller.ok)
    return refuse(caller.because === 'caller' ? 'signature-invalid' : 'configuration-missing', caller.reason)
  const message = readMessage(headers, body)
  if (!message.ok) return message
  const { input, event } = message.value
  const request = requestInfoOf(method, headers, event)
  const key = dedupeKeyOf(dedupe, input, request, headers)
  if (!key.ok) return key
  const payload = key.value?.strict ? sha256Hex(body) : ''
  return answer({ input, request, key: key.value, payload })
}

/** A new run's id. It names its shard, and it sorts by time. */
export const newRunId = (loop: string, shard: number) => `${loop}.${shard}.${uuidv7()}`
