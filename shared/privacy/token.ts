import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { PersonalKind } from '../graph/nodes/personal.ts'

/** What stands in a log for a personal value: `[personal:email:…]`, with 128 bits of an HMAC. It tells the kind and nothing else. */
export type Token = string

const form = /\[personal:([a-z-]{2,12}):[A-Za-z0-9_-]{22}\]/

/** A pattern that finds tokens; a new one each time, since it remembers where it is. */
export const tokens = () => new RegExp(form.source, 'g')

const whole = new RegExp(`^${form.source}$`)

export const isToken = (text: string): boolean => whole.test(text)

/** Whether a text may hold a token: cheaper than looking for one. */
export const mayHoldToken = (text: string): boolean => text.includes('[personal:')

/**
 * The token of a value: HMAC-SHA-256 (FIPS 198-1) under the run's key, or the workspace's where equal values are to be joined. Without
 * the key nobody can tell whether a token is of a value that they guess.
 */
export function tokenOf(key: Uint8Array, kind: PersonalKind, value: string | number | boolean): Token {
  const mac = hmac(sha256, key, utf8ToBytes(JSON.stringify([kind, value]))).subarray(0, 16)
  return `[personal:${kind}:${base64url(mac)}]`
}

/** The kind that a token names; `text` for what names none that this release knows. */
export function kindOf(token: Token): PersonalKind {
  return PersonalKind.safeParse(form.exec(token)?.[1]).data ?? 'text'
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function base64url(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    for (; bits >= 6; bits -= 6) text += digits[(held >> (bits - 6)) & 63]
  }
  return bits > 0 ? text + digits[(held << (6 - bits)) & 63] : text
}
