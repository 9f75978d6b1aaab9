import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Json } from '../json.ts'
import { canonicalJson } from './canonicalJson.ts'
import type { Digest } from './digestFormat.ts'
import type { Hasher } from './hasher.ts'
import { digestOfShortText, shortText } from './shortSha256.ts'

export type { Digest } from './digestFormat.ts'

/** The SHA-256 that runs everywhere. */
export const portableHasher: Hasher = (text) =>
  text.length > shortText ? `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}` : digestOfShortText(text)

let hasher = portableHasher

/** A text that tells hashers apart that do not treat it as UTF-8. */
const probe = 'pavane ✓ 𝄞'

/**
 * Lets a host bring a faster SHA-256 for all digests of this realm. What it gives can't differ from what is given without it:
 * one that gives something else is refused with an error.
 */
export function hashWith(faster: Hasher): void {
  if (faster(probe) !== portableHasher(probe))
    throw new Error('The hasher does not give the SHA-256 of UTF-8')
  hasher = faster
}

/** The SHA-256 (FIPS 180-4) of a text's UTF-8 bytes. */
export function digestText(text: string): Digest {
  return hasher(text)
}

/** The digest of a JSON value's canonical form: equal for equal values. */
export function digest(value: Json): Digest {
  return digestText(canonicalJson(value))
}
