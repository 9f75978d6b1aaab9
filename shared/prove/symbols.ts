import { unknownValue } from '../expr/celValues.ts'
import type { Json, JsonObject } from '../json.ts'

const [open, close] = ['‹', '›']

/** A value that is not known, as it stands in a log: what it would be, in words. */
export function symbol(words: string): string {
  return `${open}${words}${close}`
}

/** The value with everything that is not known in it marked, as expressions are then evaluated over it. */
export function marked(value: Json): Json {
  if (typeof value === 'string') return isSymbolic(value) ? unknownValue : value
  if (typeof value !== 'object' || value === null) return value
  const before = known.get(value)
  if (before !== undefined) return before
  const made = hasSymbol(value) ? markedMembers(value) : value
  known.set(value, made)
  return made
}

const known = new WeakMap<object, Json>()

function markedMembers(value: readonly Json[] | JsonObject): Json {
  if (isList(value)) return value.map(marked)
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, marked(member)]))
}

/** Whether anything in a value is not known. */
export function hasSymbol(value: Json): boolean {
  if (typeof value === 'string') return isSymbolic(value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(hasSymbol)
}

function isSymbolic(text: string): boolean {
  return text.includes(open)
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value)
}
