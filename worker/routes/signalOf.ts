import type { Context } from 'hono'
import { SignalCloudEvent } from '../../shared/api/runs.ts'
import type { AppEnv } from '../env.ts'
import { valueOf } from '../http/problem.ts'
import { bodyOf, jsonBodyOf, parseWith } from '../http/requestBody.ts'
import type { PostedSignal } from '../objects/ports.ts'
import { callersKey } from '../objects/shard/dedupeKey.ts'

type Signal = Omit<PostedSignal, 'by'>

/** The event in a request: plain JSON, or a CloudEvent in structured mode, which is the same event only with the same source. */
export async function signalOf(c: Context<AppEnv>): Promise<Signal> {
  if (/^application\/cloudevents\+json\b/i.test(c.req.header('content-type') ?? '')) {
    const { source, id, type, data = null } = parseWith(SignalCloudEvent, await jsonBodyOf(c))
    return { id: `${source}#${id}`, name: type, data }
  }
  const { id, name, data = null } = await bodyOf(c, 'postSignal')
  return { id: id ?? keyOf(c) ?? crypto.randomUUID(), name, data }
}

/** The caller's key, where it names no id; kept apart from ids, since it is chosen for another reason. */
function keyOf(c: Context<AppEnv>): string | null {
  const key = c.req.header('idempotency-key')
  return key === undefined ? null : valueOf(callersKey(key, 'key')).key
}
