import type { EventBody, RunEvent } from '../engine/event.ts'
import type { Json } from '../json.ts'
import { canonicalIfPlain, canonicalJson } from './canonicalJson.ts'
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
  return sealWithTexts(head, at, trace, bodies, hasher).events
}

/** Sealed events, and the text of each that was hashed: its canonical JSON without the hash. */
export type Sealed = { events: RunEvent[]; texts: string[] }

/** Seals as `seal` does, and keeps the texts, so that a host which stores them need not make them again. */
export function sealWithTexts(
  head: ChainHead | null,
  at: number,
  trace: string,
  bodies: readonly EventBody[],
  hasher: Hasher = digestText,
): Sealed {
  const events: RunEvent[] = []
  const texts: string[] = []
  const quotedTrace = canonicalJson(trace)
  let { seq, hash } = head ?? { seq: 0, hash: genesis }
  for (const body of bodies) {
    seq += 1
    const { type } = body
    const known = canonicalIfPlain(body.data)
    const data = known === undefined ? plainJson(body.data) : body.data
    const prev = hash
    // The members are known, so nothing has to be sorted or looked through.
    const text = `{"at":${at},"data":${known ?? canonicalJson(data as Json)},"prev":"${prev}","seq":${seq},"trace":${quotedTrace},"type":"${type}"}`
    hash = hasher(text)
    texts.push(text)
    // What the schema of the type says of `data` still holds: only undefined members and broken text have changed.
    events.push({ seq, at, type, data, trace, prev, hash } as unknown as RunEvent)
  }
  return { events, texts }
}

/** The digest that an event must carry: over everything in it but the hash itself. */
export function hashOf(event: { readonly [key: string]: Json }, hasher: Hasher = digestText): Digest {
  return hasher(hashedText(event))
}

/** What of an event is hashed, as text. */
export function hashedText(event: { readonly [key: string]: Json }): string {
  const { hash: _, ...rest } = event
  return canonicalJson(rest)
}
