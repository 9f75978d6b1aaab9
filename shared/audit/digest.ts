import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import type { Json } from '../json.ts'
import { canonicalJson } from './canonicalJson.ts'

/** `sha256:` and 64 lower-case hexadecimal digits. */
export const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
export type Digest = z.infer<typeof Digest>

/** The SHA-256 (FIPS 180-4) of a text's UTF-8 bytes. */
export function digestText(text: string): Digest {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}`
}

/** The digest of a JSON value's canonical form: equal for equal values. */
export function digest(value: Json): Digest {
  return digestText(canonicalJson(value))
}
