/** Whether two JSON values are equal; the order of an object's keys does not count, a key with undefined is none. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) return false
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length) return false
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].every((key) => sameJson(ownValue(one, key), ownValue(other, key)))
}

export function ownValue(container: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(container, key) ? container[key] : undefined
}

/** An object or a list. */
export function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** A list of objects with an id each, no id twice: its items are told apart by id, not by their place. */
export function idsOf(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null
  const ids = value.map((item: unknown) => (isContainer(item) ? ownValue(item, 'id') : undefined))
  const texts = ids.filter((id) => typeof id === 'string')
  return texts.length === value.length && new Set(texts).size === texts.length ? texts : null
}
