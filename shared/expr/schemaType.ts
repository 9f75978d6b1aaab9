import type { Json, JsonObject } from '../json.ts'

/** The kinds of values as far as operators tell them apart. */
export type Kind =
  | 'number'
  | 'string'
  | 'bool'
  | 'null'
  | 'list'
  | 'map'
  | 'bytes'
  | 'time'
  | 'duration'
  | 'type'

/** What is known of a value for certain: its kind, or the schema it is valid against. Null kind: anything. */
export type ValueType = {
  kind: Kind | null
  /** The schema, with the document that its references point into. */
  schema: { at: Json; root: Json } | null
}

export const anything: ValueType = { kind: null, schema: null }

export function ofKind(kind: Kind | null): ValueType {
  return { kind, schema: null }
}

/** What a JSON Schema says for certain of a value. */
export function typeOfSchema(at: Json, root: Json = at): ValueType {
  const schema = resolve(at, root)
  if (!isObject(schema)) return anything
  return { kind: kindOfSchema(schema), schema: { at: schema, root } }
}

export type Member = { is: 'known'; type: ValueType } | { is: 'open' } | { is: 'missing' }

/** A member of an object: known, possible, or certain not to be there. */
export function memberOf(type: ValueType, name: string): Member {
  if (type.kind !== null && type.kind !== 'map') return { is: 'missing' }
  if (!type.schema || !isObject(type.schema.at)) return { is: 'open' }
  const { at, root } = type.schema
  const properties = own(at, 'properties')
  const property = isObject(properties) ? own(properties, name) : undefined
  if (property !== undefined) return { is: 'known', type: typeOfSchema(property, root) }
  const isClosed =
    own(at, 'additionalProperties') === false && !widening.some((keyword) => Object.hasOwn(at, keyword))
  return isClosed ? { is: 'missing' } : { is: 'open' }
}

/** The values that a schema lists, where it lists some and all of them are simple; else undefined. */
export function valuesOf({ schema }: ValueType): (string | number | boolean | null)[] | undefined {
  if (!schema || !isObject(schema.at)) return undefined
  const listed = Object.hasOwn(schema.at, 'const') ? [schema.at.const ?? null] : own(schema.at, 'enum')
  if (!Array.isArray(listed) || listed.length === 0) return undefined
  const simple = listed.filter((value) => typeof value !== 'object' || value === null)
  return simple.length === listed.length ? simple : undefined
}

/** The names that a schema gives an object. */
export function memberNames(type: ValueType): string[] {
  const properties = type.schema && isObject(type.schema.at) ? own(type.schema.at, 'properties') : undefined
  return isObject(properties) ? Object.keys(properties) : []
}

/** The elements of a list. */
export function elementOf(type: ValueType): ValueType {
  if (!type.schema || !isObject(type.schema.at) || Object.hasOwn(type.schema.at, 'prefixItems'))
    return anything
  return typeOfSchema(own(type.schema.at, 'items') ?? true, type.schema.root)
}

/** Keywords that can allow, or bring in, members that `properties` does not name. */
const widening = [
  'patternProperties',
  '$ref',
  '$dynamicRef',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'dependentSchemas',
]

const kindOfType: Readonly<Record<string, Kind>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'bool',
  null: 'null',
  array: 'list',
  object: 'map',
}

function kindOfSchema(schema: JsonObject): Kind | null {
  const type = own(schema, 'type')
  if (typeof type === 'string') return own(kindOfType, type) ?? null
  if (Array.isArray(type) && type.length === 1 && typeof type[0] === 'string')
    return own(kindOfType, type[0]) ?? null
  if (type !== undefined) return null
  const constant = own(schema, 'const')
  if (constant !== undefined) return kindOfJson(constant)
  const values = own(schema, 'enum')
  if (!Array.isArray(values)) return null
  const kinds = new Set(values.map(kindOfJson))
  return kinds.size === 1 ? ([...kinds][0] ?? null) : null
}

export function kindOfJson(value: Json): Kind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'bool' : 'map'
}

/** Follows references to a place in the same document, a few times at most. */
function resolve(at: Json, root: Json): Json {
  let schema = at
  for (let hop = 0; hop < 10; hop += 1) {
    const ref = isObject(schema) ? own(schema, '$ref') : undefined
    if (typeof ref !== 'string') return schema
    const target = ref === '#' ? root : ref.startsWith('#/') ? lookUp(root, ref.slice(1)) : undefined
    if (target === undefined) return true
    schema = target
  }
  return true
}

/** The value that a JSON Pointer, percent-encoded as in a URI fragment, names. */
export function lookUp(document: Json, pointer: string): Json | undefined {
  let value: Json | undefined = document
  for (const key of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined
    value = own(value as JsonObject, decodePercent(key).replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return value
}

/** Undoes percent-encoding where it is one. */
export function decodePercent(text: string): string {
  return /%(?![0-9A-Fa-f]{2})/.test(text) ? text : text.replace(/(%[0-9A-Fa-f]{2})+/g, decodeBytes)
}

function decodeBytes(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch (error) {
    // Not UTF-8: it names nothing, so it may stay as it is.
    if (error instanceof URIError) return run
    throw error
  }
}

function own<T>(object: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
