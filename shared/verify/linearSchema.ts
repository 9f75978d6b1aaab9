import { format, ignoredKeyword, schemaArrayKeyword, schemaMapKeyword } from '@cfworker/json-schema'
import { schemaPattern } from '../expr/schemaPattern.ts'
import type { Json, JsonObject } from '../json.ts'

/** What the validator is told to be the format of texts that have to match a pattern. */
const prefix = 'pavane-pattern:'

/** A schema in which every `pattern` is a format, and what those formats are. */
export type LinearSchema = { schema: Json; matchers: ReadonlyMap<string, (text: string) => boolean> }

/**
 * The same schema for a validator that would match patterns by backtracking, which can take for ever: each becomes a
 * format of its own. Throws when a pattern is none.
 */
export function linearSchema(schema: Json): LinearSchema {
  const matchers = new Map<string, (text: string) => boolean>()
  return { schema: rewritten(schema, matchers), matchers }
}

/** Does something while the validator knows the formats of a schema. */
export function withMatchers<T>({ matchers }: LinearSchema, run: () => T): T {
  const formats: Record<string, ((text: string) => boolean) | undefined> = format
  for (const [name, matches] of matchers) formats[name] = matches
  try {
    return run()
  } finally {
    for (const name of matchers.keys()) delete formats[name]
  }
}

/** Whether an error of the validator says that a text does not match a pattern. */
export function isPatternError(error: { keyword: string; error: string }): boolean {
  return error.keyword === 'format' && error.error.includes(prefix)
}

function rewritten(schema: Json, matchers: Map<string, (text: string) => boolean>): Json {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema
  const { pattern, ...others } = schema
  const members = Object.entries(others).map(([key, value]): [string, Json] => [
    key,
    rewrittenMember(key, value, matchers),
  ])
  const copy: JsonObject = Object.fromEntries(members)
  if (pattern === undefined) return copy
  const all = Array.isArray(copy.allOf) ? copy.allOf : []
  return { ...copy, allOf: [...all, { format: formatOf(pattern, matchers) }] }
}

function rewrittenMember(key: string, value: Json, matchers: Map<string, (text: string) => boolean>): Json {
  if (Object.hasOwn(ignoredKeyword, key)) return value
  if (Array.isArray(value))
    return Object.hasOwn(schemaArrayKeyword, key) ? value.map((each) => rewritten(each, matchers)) : value
  if (!Object.hasOwn(schemaMapKeyword, key) || typeof value !== 'object' || value === null)
    return rewritten(value, matchers)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rewritten(inner, matchers)]))
}

function formatOf(pattern: Json, matchers: Map<string, (text: string) => boolean>): string {
  const regex = typeof pattern === 'string' ? schemaPattern(pattern) : null
  if (typeof pattern !== 'string' || !regex)
    throw new Error(`${JSON.stringify(pattern)} is not a regular expression of RE2`)
  const name = prefix + pattern
  matchers.set(name, (text) => regex.test(text))
  return name
}
