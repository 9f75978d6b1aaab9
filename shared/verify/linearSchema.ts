import { format, ignoredKeyword, schemaArrayKeyword, schemaMapKeyword } from '@cfworker/json-schema'
import { schemaPattern } from '../expr/schemaPattern.ts'
import type { Json, JsonObject } from '../json.ts'
import { exactNames } from './exactNames.ts'

/** What the validator is told to be the format of texts that have to match a pattern. */
const prefix = 'pavane-pattern:'

type Matchers = ReadonlyMap<string, (text: string) => boolean>

/** A schema in which every `pattern` is a format, what those formats are, and the patterns of names that it has. */
export type LinearSchema = { schema: Json; matchers: Matchers; namePatterns: Matchers }

/**
 * The same schema for a validator that would match patterns by backtracking, which can take for ever: each becomes a
 * format of its own. Throws when a pattern, of texts or of names, is none.
 */
export function linearSchema(schema: Json): LinearSchema {
  const made: Made = { matchers: new Map(), namePatterns: new Map() }
  return { schema: rewritten(schema, made), ...made }
}

/** Names that match one pattern of a schema: making expressions for more takes longer than a validation may. */
export const mostNames = 10_000

/** A value has more names that match a pattern. */
export class TooManyNames extends Error {}

/**
 * The same schema for one value: the patterns of `patternProperties`, which the validator would match by backtracking, give way to the
 * names in the value that RE2 says they match.
 */
export function withNamesOf(linear: LinearSchema, value: Json): Json {
  const names = namesIn(value)
  const exact = new Map(
    [...linear.namePatterns].map(([pattern, matches], place) => {
      const matched = [...names].filter(matches)
      if (matched.length > mostNames) throw new TooManyNames()
      // Two patterns may match the same names, and are two keywords all the same.
      return [pattern, exactNames(matched).map((source) => source + '(?:)'.repeat(place))]
    }),
  )
  return renamed(linear.schema, (pattern) => exact.get(pattern) ?? [])
}

function namesIn(value: Json, names = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const member of value) namesIn(member, names)
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) {
      names.add(name)
      namesIn(member, names)
    }
  return names
}

function renamed(schema: Json, rename: (pattern: string) => string[]): Json {
  return mapSubschemas(schema, (copy) => {
    const { patternProperties } = copy
    if (!isObject(patternProperties)) return copy
    const entries = Object.entries(patternProperties).flatMap(([pattern, inner]) =>
      rename(pattern).map((source): [string, Json] => [source, inner]),
    )
    return { ...copy, patternProperties: Object.fromEntries(entries) }
  })
}

/** Does something while the validator knows the formats of a schema. */
export function withMatchers<T>({ matchers }: LinearSchema, run: () => T): T {
  if (matchers.size === 0) return run()
  const formats: Record<string, ((text: string) => boolean) | undefined> = format
  for (const [name, matches] of matchers) formats[name] = matches
  try {
    return run()
  } finally {
    for (const name of matchers.keys()) delete formats[name]
  }
}

/** What an error of the validator says, with a pattern named as one again. */
export function messageOf({ keyword, error }: { keyword: string; error: string }): string {
  return keyword === 'format' ? error.replace(`format "${prefix}`, 'pattern "') : error
}

type Made = {
  matchers: Map<string, (text: string) => boolean>
  namePatterns: Map<string, (text: string) => boolean>
}

function rewritten(schema: Json, { matchers, namePatterns }: Made): Json {
  return mapSubschemas(schema, ({ pattern, ...copy }) => {
    if (isObject(copy.patternProperties))
      for (const name of Object.keys(copy.patternProperties)) namePatterns.set(name, matcherOf(name))
    if (pattern === undefined) return copy
    const all = Array.isArray(copy.allOf) ? copy.allOf : []
    return { ...copy, allOf: [...all, { format: formatOf(pattern, matchers) }] }
  })
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A copy in which every schema was changed, those inside a schema before it. */
function mapSubschemas(schema: Json, change: (copy: JsonObject) => JsonObject): Json {
  if (!isObject(schema)) return schema
  const members = Object.entries(schema).map(([key, value]): [string, Json] => [
    key,
    mapMember(key, value, change),
  ])
  return change(Object.fromEntries(members))
}

function mapMember(key: string, value: Json, change: (copy: JsonObject) => JsonObject): Json {
  if (Object.hasOwn(ignoredKeyword, key)) return value
  if (Array.isArray(value))
    return Object.hasOwn(schemaArrayKeyword, key) ? value.map((each) => mapSubschemas(each, change)) : value
  if (!Object.hasOwn(schemaMapKeyword, key) || !isObject(value)) return mapSubschemas(value, change)
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, mapSubschemas(inner, change)]),
  )
}

function matcherOf(pattern: string): (text: string) => boolean {
  const regex = schemaPattern(pattern)
  if (!regex) throw new Error(`${JSON.stringify(pattern)} is not a regular expression of RE2`)
  return (text) => regex.test(text)
}

function formatOf(pattern: Json, matchers: Made['matchers']): string {
  if (typeof pattern !== 'string') throw new Error(`${JSON.stringify(pattern)} is no regular expression`)
  const name = prefix + pattern
  matchers.set(name, matcherOf(pattern))
  return name
}
