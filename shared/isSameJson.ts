import type { Json, JsonObject } from './json.ts'

/** Whether two JSON values have the same canonical form, without making it: members may stand in another order, or be undefined in one. */
export function isSameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (!Array.isArray(a)) return !Array.isArray(b) && isSameObject(a, b)
  if (!Array.isArray(b) || a.length !== b.length) return false
  for (let place = 0; place < a.length; place += 1) if (!isSameJson(a[place], b[place])) return false
  return true
}

function isSameObject(a: JsonObject, b: JsonObject): boolean {
  for (const key in a) if (!isSameJson(a[key], own(b, key))) return false
  for (const key in b) if (b[key] !== undefined && own(a, key) === undefined) return false
  return true
}

const own = (object: JsonObject, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined)
