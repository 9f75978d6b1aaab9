import type { Json } from '../json.ts'

/**
 * The value as its JSON text would bring it back, with every lone surrogate replaced by U+FFFD, in keys too: JSON can
 * carry those as escapes, but UTF-8 can't, so a text with one has no digest. Left out are members that are undefined, and
 * those named `__proto__`: schemas drop them when a log is read, so a log that held one would not verify any more. A value that
 * is plain already comes back as it is, not copied.
 */
export function plainJson(value: unknown): Json {
  return isPlain(value) ? value : copied(value)
}

function isPlain(value: unknown): value is Json {
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return !Object.is(value, -0)
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every(isPlain)
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || !key.isWellFormed()) return false
    if (!isPlain((value as Record<string, unknown>)[key])) return false
  }
  return true
}

function copied(value: unknown): Json {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'number') return value === 0 ? 0 : value
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} is not JSON`)
  if (Array.isArray(value)) return value.map(copied)
  const members = Object.entries(value).filter(([key, member]) => member !== undefined && key !== '__proto__')
  return Object.fromEntries(members.map(([key, member]) => [key.toWellFormed(), copied(member)]))
}
