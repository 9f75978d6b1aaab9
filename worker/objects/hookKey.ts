import { readMessage } from '../http/cloudEvent.ts'
import type { HookCall, Routing } from './ports.ts'
import { dedupeKeyOf } from './shard/dedupeKey.ts'
import { requestInfoOf } from './shard/requestInfo.ts'

/**
 * The key by which a hook’s call is placed, before anybody has checked who calls: it chooses a shard and decides nothing else. A call of
 * which no key can be made goes anywhere; the shard says why it is refused, in the order in which calls are checked.
 */
export function hookKeyOf(
  { body, method, headers }: Pick<HookCall, 'body' | 'method' | 'headers'>,
  { shards, dedupe }: Routing,
): string | null {
  if (shards === 1) return null
  const message = readMessage(headers, body)
  if (!message.ok) return null
  const { input, event } = message.value
  const key = dedupeKeyOf(dedupe, input, requestInfoOf(method, headers, event), headers)
  return key.ok ? (key.value?.key ?? null) : null
}
