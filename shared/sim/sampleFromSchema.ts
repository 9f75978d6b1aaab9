import { schemaPattern } from '../expr/schemaPattern.ts'
import { textMatching } from '../expr/textMatching.ts'
import type { JsonSchema } from '../graph/text.ts'
import type { Json, JsonObject } from '../json.ts'

/** Deeper than this a sample stops, so that a schema that contains itself has one too. */
const maxDepth = 8

/**
 * A value that a JSON Schema describes: its example, default, constant or first choice when it has one, else the
 * plainest value of its type. The same schema gives the same value. It is a start to edit, not proof of validity.
 */
export function sampleFromSchema(schema: JsonSchema | boolean, root?: JsonSchema): Json {
  if (typeof schema === 'boolean') return null
  return sample(schema, root ?? schema, 0)
}

function sample(schema: Json | undefined, root: JsonSchema, depth: number): Json {
  if (!isObject(schema) || depth > maxDepth) return null
  const given = givenValue(schema)
  if (given !== undefined) return given
  if (typeof schema.$ref === 'string') return sample(resolve(schema.$ref, root), root, depth + 1)
  const [choice] = [schema.oneOf, schema.anyOf].flatMap((each) => (Array.isArray(each) ? each : []))
  if (choice !== undefined && schema.type === undefined) return sample(choice, root, depth + 1)
  if (Array.isArray(schema.allOf)) return sampleOfAll(schema, schema.allOf, root, depth)
  return sampleOfType(schema, root, depth)
}

function givenValue(schema: JsonObject): Json | undefined {
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0]
  if (schema.default !== undefined) return schema.default
  if (schema.const !== undefined) return schema.const
  return Array.isArray(schema.enum) ? schema.enum[0] : undefined
}

/** The members of all parts together. */
function sampleOfAll(schema: JsonObject, parts: Json[], root: JsonSchema, depth: number): Json {
  const own = { ...schema }
  delete own.allOf
  const samples = [own, ...parts].map((part) => sample(part, root, depth + 1))
  const objects = samples.filter(isObject)
  if (objects.length > 0) return Object.fromEntries(objects.flatMap((each) => Object.entries(each)))
  return samples.find((each) => each !== null) ?? null
}

type Sampler = (schema: JsonObject, root: JsonSchema, depth: number) => Json

const samplers = new Map<Json | undefined, Sampler>([
  ['object', sampleObject],
  ['array', sampleArray],
  ['string', sampleText],
  ['integer', (schema) => sampleNumber(schema, 1)],
  ['number', (schema) => sampleNumber(schema, 0)],
  ['boolean', () => true],
])

function sampleOfType(schema: JsonObject, root: JsonSchema, depth: number): Json {
  return samplers.get(typeOf(schema))?.(schema, root, depth) ?? null
}

function typeOf(schema: JsonObject): Json | undefined {
  const { type } = schema
  if (Array.isArray(type)) return type.find((each) => each !== 'null') ?? 'null'
  if (type !== undefined) return type
  if (isObject(schema.properties)) return 'object'
  return schema.items !== undefined || schema.prefixItems !== undefined ? 'array' : undefined
}

function sampleObject(schema: JsonObject, root: JsonSchema, depth: number): Json {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : []
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  // Deep down only what is required, so that samples stay readable.
  const shown = depth < 3 ? properties : properties.filter(([name]) => required.has(name))
  return Object.fromEntries(shown.map(([name, each]) => [name, sample(each, root, depth + 1)]))
}

function sampleArray(schema: JsonObject, root: JsonSchema, depth: number): Json {
  const first = Array.isArray(schema.prefixItems)
    ? schema.prefixItems.map((each) => sample(each, root, depth + 1))
    : []
  if (!isObject(schema.items)) return first
  const least = Math.min(numberOr(schema.minItems, 1), 10)
  const rest = Math.max(0, least - first.length)
  return [...first, ...Array.from({ length: rest }, () => sample(schema.items, root, depth + 1))]
}

const byFormat = new Map<Json | undefined, string>([
  ['email', 'someone@example.com'],
  ['uri', 'https://example.com/'],
  ['url', 'https://example.com/'],
  ['date-time', '2026-01-01T00:00:00Z'],
  ['date', '2026-01-01'],
  ['time', '00:00:00Z'],
  ['uuid', '00000000-0000-4000-8000-000000000000'],
  ['ipv4', '192.0.2.1'],
  ['hostname', 'example.com'],
])

function sampleText(schema: JsonObject): Json {
  const usual = byFormat.get(schema.format) ?? 'text'
  const least = Math.min(numberOr(schema.minLength, 0), 1000)
  const most = numberOr(schema.maxLength, usual.length + least)
  const text = usual.padEnd(least, 'x').slice(0, Math.max(most, 0))
  const { pattern } = schema
  if (typeof pattern !== 'string' || schemaPattern(pattern)?.test(text)) return text
  return textMatching(pattern, least) ?? text
}

/** Zero where it is allowed, else the nearest bound. */
function sampleNumber(schema: JsonObject, step: 0 | 1): Json {
  const above = numberOr(schema.exclusiveMinimum, Number.NEGATIVE_INFINITY)
  const below = numberOr(schema.exclusiveMaximum, Number.POSITIVE_INFINITY)
  const least = Math.max(numberOr(schema.minimum, Number.NEGATIVE_INFINITY), above + (step || 0.5))
  const most = Math.min(numberOr(schema.maximum, Number.POSITIVE_INFINITY), below - (step || 0.5))
  const nearest = Math.min(Math.max(0, least), most)
  const multiple = numberOr(schema.multipleOf, 0)
  if (multiple > 0) return Math.ceil(nearest / multiple) * multiple
  return step === 1 ? Math.ceil(nearest) : nearest
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

/** A reference inside the schema; one that leads outside has no sample. */
function resolve(ref: string, root: JsonSchema): Json | undefined {
  if (!ref.startsWith('#')) return undefined
  let value: Json | undefined = root
  for (const key of ref.slice(1).split('/').slice(1)) {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
