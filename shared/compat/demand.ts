import { canonicalJson } from '../audit/canonicalJson.ts'
import type { Json, JsonObject } from '../json.ts'
import type { TypeName } from './schemaView.ts'

/** Something that a schema asks of a value: `be` is what follows “must”. */
export type Demand = { keyword: string; be: string }

const nounOf = {
  null: 'null',
  boolean: 'true or false',
  number: 'a number',
  integer: 'a whole number',
  string: 'a text',
  array: 'a list',
  object: 'an object',
} as const satisfies Record<TypeName, string>

const bounds: Readonly<Record<string, (limit: string) => string>> = {
  minimum: (limit) => `be at least ${limit}`,
  maximum: (limit) => `be at most ${limit}`,
  exclusiveMinimum: (limit) => `be more than ${limit}`,
  exclusiveMaximum: (limit) => `be less than ${limit}`,
  multipleOf: (limit) => `be a multiple of ${limit}`,
  minLength: (limit) => `have at least ${limit} characters`,
  maxLength: (limit) => `have at most ${limit} characters`,
  minItems: (limit) => `have at least ${limit} items`,
  maxItems: (limit) => `have at most ${limit} items`,
  minProperties: (limit) => `have at least ${limit} members`,
  maxProperties: (limit) => `have at most ${limit} members`,
  minContains: (limit) => `hold at least ${limit} such items`,
  maxContains: (limit) => `hold at most ${limit} such items`,
  pattern: (pattern) => `match ${pattern}`,
  format: (format) => `be of the format ${format}`,
}

/** What a keyword asks for. */
export function demandOf(keyword: string, schema: JsonObject): Demand {
  const value = schema[keyword] ?? true
  const isBound = Object.hasOwn(bounds, keyword)
  return { keyword, be: isBound ? (bounds[keyword]?.(textOf(value)) ?? '') : wordsFor(keyword, value) }
}

function wordsFor(keyword: string, value: Json): string {
  switch (keyword) {
    case 'type':
      return `be ${(Array.isArray(value) ? value : [value]).map(nounFor).join(' or ')}`
    case 'const':
      return `be ${short(value)}`
    case 'enum':
      return `be one of ${Array.isArray(value) ? value.slice(0, 8).map(short).join(', ') : short(value)}`
    case 'uniqueItems':
      return 'have no item twice'
    case 'anyOf':
    case 'oneOf':
      return 'fit one of the schemas that are listed'
    case 'not':
      return 'be outside of what is excluded'
    default:
      return `keep “${keyword}”`
  }
}

function nounFor(type: Json): string {
  if (typeof type === 'string' && Object.hasOwn(nounOf, type)) return nounOf[type as TypeName]
  return short(type)
}

const textOf = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value))

function short(value: Json): string {
  const text = canonicalJson(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
