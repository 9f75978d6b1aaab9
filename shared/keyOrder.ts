/**
 * The value with the keys of all its objects in the order in which a log is written and read back: by UTF-16 code units (RFC 8785, section
 * 3.2.3). Whatever goes by the order of keys then comes to the same before and after a restart. What is in order already is shared, not copied.
 */
export function inKeyOrder<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  return (Array.isArray(value) ? listInOrder(value) : objectInOrder(value as Members)) as T
}

function listInOrder(list: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | null = null
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index]
    const ordered = inKeyOrder(item)
    if (ordered === item) continue
    copy ??= [...list]
    copy[index] = ordered
  }
  return copy ?? list
}

type Members = { readonly [key: string]: unknown }

function objectInOrder(object: Members): Members {
  let isOrdered = true
  let before = ''
  let changed: Map<string, unknown> | null = null
  // A list of the keys need not be made: the compiler knows them by the object's shape.
  for (const key in object) {
    isOrdered &&= before <= key
    before = key
    const member = object[key]
    const ordered = inKeyOrder(member)
    if (ordered !== member) changed = (changed ?? new Map<string, unknown>()).set(key, ordered)
  }
  if (isOrdered && !changed) return object
  const members = entriesInOrder(object).map(([key, member]) => [key, changed?.get(key) ?? member] as const)
  return Object.fromEntries(members)
}

/** The members of an object in that order; of a list, its items as they stand. */
export function entriesInOrder<T>(value: { readonly [key: string]: T } | readonly T[]): [string, T][] {
  const entries = Object.entries(value)
  return Array.isArray(value) ? entries : entries.sort(([a], [b]) => (a < b ? -1 : 1))
}
