import type { Json, JsonObject } from '../../../shared/json.ts'

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first of these members of an item that is text; empty when none is. */
export function textOf(item: Json | undefined, ...names: readonly string[]): string {
  if (!isObject(item)) return ''
  for (const name of names) {
    const value = item[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return ''
}

/** The ids of a list's items. */
export function idsOf(items: readonly Json[]): string[] {
  return items.map((item) => textOf(item, 'id')).filter((id) => id !== '')
}
