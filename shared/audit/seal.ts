import type { EventBody, RunEvent } from '../engine/event.ts'
import type { Json } from '../json.ts'
import { canonicalJson } from './canonicalJson.ts'
import { type Digest, digestText } from './digest.ts'
import type { Hasher } from './hasher.ts'
import { plainJson } from './plainJson.ts'

/** The last entry of a log: what the next one is chained to. */
export type ChainHead = { seq: number; hash: Digest }

/** What the first event of every log has for `prev`. */
export const genesis: Digest = digestText('pavane.log/1')

/**
 * Seals event bodies as the next entries of a log: numbers, time, trace, and a hash over all of it and the hash before.
 * Text that is not valid Unicode has no canonical form and is sealed with replacement characters.
 */
export function seal(
  head: ChainHead | null,
  at: number,
  trace: string,
  bodies: readonly EventBody[],
  hasher: Hasher = digestText,
): RunEvent[] {
  const sealed: RunEvent[] = []
  let { seq, hash } = head ?? { seq: 0, hash: genesis }
  for (const body of bodies) {
    seq += 1
    const { type } = body
    const data = plainJson(body.data)
    const prev = hash
    hash = hasher(canonicalEvent(seq, at, type, data, trace, prev))
    // What the schema of the type says of `data` still holds: only undefined members and broken text have changed.
    sealed.push({ seq, at, type, data, trace, prev, hash } as unknown as RunEvent)
  }
  return sealed
}

/** The canonical form of an event without its hash. Its own members are known, so nothing has to be sorted or looked through. */
function canonicalEvent(
  seq: number,
  at: number,
  type: string,
  data: Json,
  trace: string,
  prev: string,
): string {
  const known = `"prev":"${prev}","seq":${seq},"trace":${canonicalJson(trace)},"type":"${type}"`
  return `{"at":${at},"data":${canonicalJson(data)},${known}}`
}

/** The digest that an event must carry: over everything in it but the hash itself. */
export function hashOf(event: { readonly [key: string]: Json }, hasher: Hasher = digestText): Digest {
  const { hash: _, ...rest } = event
  return hasher(canonicalJson(rest))
}
