import canonicalize from 'canonicalize'
import type { Json } from '../json.ts'

/** The canonical form of a JSON value (RFC 8785): equal values give equal text, whatever the order of their keys. */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form')
  return text
}
