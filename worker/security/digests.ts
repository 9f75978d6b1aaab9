import { createHash, createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Digest } from '../../shared/audit/digestFormat.ts'
import { digestOfShortText, shortText } from '../../shared/audit/shortSha256.ts'

/** SHA-256 in lower-case hexadecimal digits. */
export const sha256Hex = (data: string | Uint8Array) => hash('sha256', data, 'hex')

const scratch = new Uint8Array(65_536)
const encoder = new TextEncoder()

/**
 * The digest of a text. A short one is not handed over at all; of a longer one the bytes are written to one place again and again, at half
 * of what it costs to hand over the text itself. One of which some bytes might not find room goes the other way.
 */
export function digestOfText(text: string): Digest {
  if (text.length <= shortText) return digestOfShortText(text)
  if (text.length * 3 > scratch.length) return `sha256:${sha256Hex(text)}`
  const { written } = encoder.encodeInto(text, scratch)
  return `sha256:${createHash('sha256').update(scratch.subarray(0, written)).digest('hex')}`
}

/** HMAC-SHA-256 as text. */
export const hmac = (key: string, data: string | Uint8Array, encoding: 'hex' | 'base64url') =>
  createHmac('sha256', key).update(data).digest(encoding)

/** Whether two texts are equal, in a time that tells nothing of where they differ or how long they are. */
export const equalInConstantTime = (a: string, b: string) =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

/** A credential that nobody can guess, fit for URLs and headers. */
export const newCredential = (prefix: string) =>
  `${prefix}${createHash('sha256').update(randomBytes(32)).digest('base64url')}`
