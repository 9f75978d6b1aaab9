import { plainJson } from '../audit/plainJson.ts'
import { childPointer } from '../expr/pointer.ts'
import type { Json, JsonObject } from '../json.ts'
import { inKeyOrder } from '../keyOrder.ts'

/** How deep a value from outside may nest: enough for any document, and no stack is too small for it. */
export const maxDepth = 200

export type Fault = { pointer: string; message: string }

/**
 * A value from outside as the log will hold it, to the order of its keys, so that what is decided on is what is folded later. Broken text is
 * replaced; what is not JSON, or nests too deep to be hashed, is refused.
 */
export function fromOutside(value: unknown): { ok: true; value: Json } | { ok: false; fault: Fault } {
  const fault = isLoggable(value, 0) ? null : whyNotJson(value, () => null)
  return fault ? { ok: false, fault } : { ok: true, value: inKeyOrder(plainJson(value)) }
}

/** Why a value that an expression made can't go into a log, which is hashed in its canonical form; null when it can. */
export function whyNotLoggable(value: unknown): Fault | null {
  if (isLoggable(value, 0)) return null
  return whyNotJson(value, (text) => (text.isWellFormed() ? null : 'The text is not well-formed Unicode.'))
}

/** Nearly everything is: no path has to be known until something is not. */
function isLoggable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null || depth > maxDepth)
    return whyNotHere(value, depth, () => null) === null
  if (Array.isArray(value)) return value.every((item) => isLoggable(item, depth + 1))
  if (!isPlain(value)) return false
  for (const key in value)
    if (!key.isWellFormed() || !isLoggable((value as Record<string, unknown>)[key], depth + 1)) return false
  return true
}

/** It goes no deeper than `maxDepth`, and names a place only once there is something to say of it. */
function whyNotJson(
  value: unknown,
  whyNotText: (text: string) => string | null,
  depth: number = 0,
): Fault | null {
  const message = whyNotHere(value, depth, whyNotText)
  if (message) return { pointer: '', message }
  if (typeof value !== 'object' || value === null) return null
  const members = Object.entries(value)
  for (const [key] of members) {
    const inKey = whyNotText(key)
    if (inKey) return { pointer: '', message: inKey }
  }
  for (const [key, child] of members.toReversed()) {
    const fault = whyNotJson(child, whyNotText, depth + 1)
    if (fault) return { ...fault, pointer: childPointer('', key) + fault.pointer }
  }
  return null
}

function whyNotHere(
  value: unknown,
  depth: number,
  whyNotText: (text: string) => string | null,
): string | null {
  if (depth > maxDepth) return `It nests more than ${maxDepth} levels deep.`
  switch (typeof value) {
    case 'string':
      return whyNotText(value)
    case 'number':
      return Number.isFinite(value) ? null : 'The number is not finite.'
    case 'boolean':
      return null
    case 'object':
      return value === null || Array.isArray(value) || isPlain(value) ? null : 'It is not a JSON value.'
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      return 'It is not a JSON value.'
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Text with what is not well-formed Unicode replaced, so that it can be logged. */
export function loggableText(text: string): string {
  return text.toWellFormed()
}

/** The value if it can be logged, else null. */
export function loggableOrNull(value: Json): Json {
  return whyNotLoggable(value) ? null : value
}

/** A record of ours as JSON: what is left out is not there. */
export function asJson<T extends { [K in keyof T]: Json | undefined }>(value: T): JsonObject {
  const members = Object.entries(value) as [string, Json | undefined][]
  return Object.fromEntries(members.filter((member): member is [string, Json] => member[1] !== undefined))
}
