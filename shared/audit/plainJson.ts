import type { Json } from '../json.ts'

/**
 * The value as its JSON text would bring it back, with every lone surrogate replaced by U+FFFD, in keys too: JSON can
 * carry those as escapes, but UTF-8 can't, so a text with one has no digest. Left out are members that are undefined, and
 * those named `__proto__`: schemas drop them when a log is read, so a log that held one would not verify any more.
 */
export function plainJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'number') return value === 0 ? 0 : value
  if (typeof value === 'object') return plainMembers(value)
  throw new TypeError(`A ${typeof value} is not JSON`)
}

function plainMembers(value: object): Json {
  if (Array.isArray(value)) return value.map(plainJson)
  const members = Object.entries(value).filter(([key, member]) => member !== undefined && key !== '__proto__')
  return Object.fromEntries(members.map(([key, member]) => [key.toWellFormed(), plainJson(member)]))
}
