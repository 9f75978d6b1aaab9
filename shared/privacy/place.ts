import type { PersonalKind } from '../graph/nodes/personal.ts'
import type { Json, JsonObject } from '../json.ts'

/** A value that is personal by where it stands: the keys that lead to it. Only texts, numbers and truth values are values here. */
export type PersonalPlace = { path: readonly string[]; kind: PersonalKind; value: string | number | boolean }

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Everything below a value that is no object or list, with the way to it. */
export function* leavesOf(
  value: Json,
  path: readonly string[],
  kind: PersonalKind,
): Generator<PersonalPlace> {
  if (value === null) return
  if (typeof value !== 'object') yield { path, kind, value }
  else for (const [key, member] of Object.entries(value)) yield* leavesOf(member, [...path, key], kind)
}
