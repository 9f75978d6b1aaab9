import { createHash, createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** SHA-256 in lower-case hexadecimal digits. */
export const sha256Hex = (data: string | Uint8Array) => hash('sha256', data, 'hex')

/** HMAC-SHA-256 as text. */
export const hmac = (key: string, data: string | Uint8Array, encoding: 'hex' | 'base64url') =>
  createHmac('sha256', key).update(data).digest(encoding)

/** Whether two texts are equal, in a time that tells nothing of where they differ or how long they are. */
export const equalInConstantTime = (a: string, b: string) =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

/** A credential that nobody can guess, fit for URLs and headers. */
export const newCredential = (prefix: string) =>
  `${prefix}${createHash('sha256').update(randomBytes(32)).digest('base64url')}`
