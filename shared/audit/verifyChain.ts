import { isJson } from '../isJson.ts'
import type { Json, JsonObject } from '../json.ts'
import { digestText } from './digest.ts'
import { Digest } from './digestFormat.ts'
import type { Hasher } from './hasher.ts'
import { type ChainHead, genesis, hashOf } from './seal.ts'

export type ChainVerdict =
  | { ok: true; count: number; head: ChainHead | null }
  /** `seq` is the number that the entry at fault should have. */
  | { ok: false; seq: number; reason: string }

/**
 * Verifies a log: numbers without gaps, each entry chained to the one before, each hash right. Any single change,
 * removal, insertion or reordering is found, except entries cut off the end: a chain alone can't show those, so compare
 * the head with one that is kept elsewhere. Total over any input. `after` verifies the continuation of a known head.
 */
export function verifyChain(
  events: readonly unknown[],
  options: { hasher?: Hasher; after?: ChainHead | null } = {},
): ChainVerdict {
  const hasher = options.hasher ?? digestText
  let head = options.after ?? null
  for (const event of events) {
    const seq = (head?.seq ?? 0) + 1
    const reason = faultOf(event, seq, head?.hash ?? genesis, hasher)
    if (reason !== null) return { ok: false, seq, reason }
    head = { seq, hash: (event as { hash: Digest }).hash }
  }
  return { ok: true, count: events.length, head }
}

function faultOf(event: unknown, seq: number, prev: Digest, hasher: Hasher): string | null {
  if (!isJson(event) || !isObject(event)) return 'The entry is not a JSON object'
  if (event.seq !== seq) return `The entry has number ${JSON.stringify(event.seq)}, not ${seq}`
  if (event.prev !== prev) return 'The entry is not chained to the one before it'
  if (!Digest.safeParse(event.hash).success) return 'The entry has no hash'
  if (hashOf(event, hasher) !== event.hash)
    return 'The entry was changed: its hash is not that of its content'
  return null
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
