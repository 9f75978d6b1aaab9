import { childPointer, pointerKeys } from '../expr/pointer.ts'
import type { Json } from '../json.ts'

/** What stands in place of a redacted value. */
export const redactedText = '[redacted]'

/** Where a pointer with `*` leads in a value: the JSON Pointers of what is there. */
export function placesAt(value: Json, pointer: string): string[] {
  return follow(value, pointerKeys(pointer), '')
}

function follow(value: Json, [key, ...rest]: string[], at: string): string[] {
  if (key === undefined) return [at]
  return childrenAt(value, key).flatMap(([name, child]) => follow(child, rest, childPointer(at, name)))
}

/** A copy of the value with `[redacted]` wherever a pointer leads. What is not there is left alone. */
export function redact<T extends Json>(value: T, pointers: readonly string[]): T | Json {
  return pointers.reduce<Json>((now, pointer) => replace(now, pointerKeys(pointer)), value)
}

function replace(value: Json, [key, ...rest]: string[]): Json {
  if (key === undefined) return redactedText
  const replaced = childrenAt(value, key).map(([name, child]) => [name, replace(child, rest)] as const)
  if (replaced.length === 0 || typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) return { ...value, ...Object.fromEntries(replaced) }
  const places = new Map<string, Json>(replaced)
  return value.map((item, place) => places.get(String(place)) ?? item)
}

function childrenAt(value: Json, key: string): (readonly [string, Json])[] {
  if (typeof value !== 'object' || value === null) return []
  const children = Object.entries(value)
  return key === '*' ? children : children.filter(([name]) => name === key)
}
