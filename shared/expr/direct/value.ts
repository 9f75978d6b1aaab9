/** A value of CEL as JavaScript has it: a `bigint` is an int, a `number` a double. Values of other types are not looked at. */
export type Value =
  | null
  | boolean
  | string
  | number
  | bigint
  | readonly Value[]
  | { readonly [key: string]: Value }

/** What a direct evaluation works on. */
export type Env = {
  readonly scope: Readonly<Record<string, Value>>
  /** The variables of macros, by slot. */
  readonly locals: Value[]
  /** Rounds of macros that are left. */
  rounds: number
}

/** The slots of the variables that macros bring into scope. */
export type Bound = ReadonlyMap<string, number>

export type Direct = (env: Env) => Value

/** Texts that are worked on directly are no longer than this. */
const longestText = 10_000

/** The library has to evaluate: the direct way does not know what comes out. Nothing else is ever thrown. */
export class Undecided extends Error {}

const undecided = new Undecided('Not decided directly')

export function leaveToLibrary(): never {
  throw undecided
}

export function asText(value: Value): string {
  return typeof value === 'string' && value.length <= longestText ? value : leaveToLibrary()
}

/** A text in which a character is a code unit, and in which case is a matter of ASCII. */
export function asPlainText(value: Value): string {
  const text = asText(value)
  return /[^ -~\s]/.test(text) ? leaveToLibrary() : text
}

export function asBoolean(value: Value): boolean {
  return typeof value === 'boolean' ? value : leaveToLibrary()
}

export function asList(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : leaveToLibrary()
}

export function isObject(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own member of an object. */
export function memberOf(value: Value, key: string): Value {
  if (!isObject(value) || !Object.hasOwn(value, key)) return leaveToLibrary()
  return value[key] ?? null
}
