import type { Json } from '../../../shared/json.ts'

/** The reference tokens of a JSON Pointer (RFC 6901). The empty pointer has none. */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** A JSON Pointer out of its tokens. */
export function pointerOf(...tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The value that a pointer leads to; undefined where it leads nowhere. */
export function readPointer(root: unknown, pointer: string): unknown {
  let value: unknown = root
  for (const token of parsePointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined
    value = (value as Record<string, unknown>)[token]
  }
  return value
}

/**
 * The root with another value at the pointer; undefined removes it. Everything beside the path is shared with the
 * root, and objects on the way that are missing are made.
 */
export function writePointer<T>(root: T, pointer: string, value: Json | undefined): T {
  return writeAt(root, parsePointer(pointer), value) as T
}

function writeAt(root: unknown, tokens: readonly string[], value: Json | undefined): unknown {
  const [token, ...rest] = tokens
  if (token === undefined) return value
  if (Array.isArray(root)) return writeItem(root, token, rest, value)
  const object = (typeof root === 'object' && root !== null ? root : {}) as Record<string, unknown>
  const own = Object.hasOwn(object, token) ? object[token] : undefined
  const next = writeAt(own, rest, value)
  if (next !== undefined) return Object.fromEntries(withEntry(Object.entries(object), token, next))
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== token))
}

/** Entries in their order, so that an edit moves nothing in the saved text. `fromEntries` also makes `__proto__` plain data. */
function withEntry(entries: [string, unknown][], key: string, value: unknown): [string, unknown][] {
  const known = entries.some(([name]) => name === key)
  return known
    ? entries.map(([name, old]): [string, unknown] => [name, name === key ? value : old])
    : [...entries, [key, value]]
}

function writeItem(items: unknown[], token: string, rest: readonly string[], value: Json | undefined) {
  const index = token === '-' ? items.length : Number(token)
  const next = writeAt(items[index], rest, value)
  if (next === undefined) return items.filter((_, each) => each !== index)
  return index >= items.length ? [...items, next] : items.map((item, each) => (each === index ? next : item))
}
