import type { Json } from './json.ts'

/** Nesting past this is refused, before a recursive reader runs out of stack. */
const maxDepth = 256
/** More values than this are refused: a value that shares its parts can be exponentially large. */
const maxValues = 2_000_000

/**
 * Whether a value is JSON and nothing else: plain objects and dense arrays, finite numbers, valid Unicode, no cycles,
 * not nested beyond reason. Total over any input, and without recursion.
 */
export function isJson(value: unknown): value is Json {
  try {
    return isJsonTree(value)
  } catch {
    // Only an exotic object, a proxy whose traps throw, gets here: JSON has none.
    return false
  }
}

function isJsonTree(value: unknown): boolean {
  const rest: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  let values = 0
  for (let next = rest.pop(); next; next = rest.pop()) {
    values += 1
    const members = membersOf(next.value)
    if (members === null || next.depth > maxDepth || values > maxValues) return false
    for (const member of members) rest.push({ value: member, depth: next.depth + 1 })
  }
  return true
}

/** The values inside a value; null when it is not JSON. */
function membersOf(value: unknown): unknown[] | null {
  if (typeof value === 'object') return value === null ? [] : membersOfObject(value)
  const isScalar =
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value)) ||
    (typeof value === 'string' && value.isWellFormed())
  return isScalar ? [] : null
}

function membersOfObject(value: object): unknown[] | null {
  const descriptors = Object.getOwnPropertyDescriptors(value)
  if (Array.isArray(value)) {
    const keys = Reflect.ownKeys(value)
    return keys.length === value.length + 1 ? Array.from(value as unknown[]) : null
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return null
  const members: unknown[] = []
  for (const key of Reflect.ownKeys(descriptors)) {
    const descriptor = descriptors[key as string]
    if (typeof key !== 'string' || !key.isWellFormed()) return null
    if (!descriptor?.enumerable || !('value' in descriptor)) return null
    members.push(descriptor.value)
  }
  return members
}
