import type { Json, JsonObject } from '../../../shared/json.ts'

/** What a JSON Schema describes, as a builder picks it; `other` is for what only its JSON can say. */
export const schemaKinds = [
  'string',
  'number',
  'integer',
  'boolean',
  'enum',
  'array',
  'object',
  'any',
] as const
export type SchemaKind = (typeof schemaKinds)[number]

/** Keywords that a kind of its own reads. The others say something of any value, and stay when the kind changes. */
const ownKeywords: Readonly<Record<string, SchemaKind>> = {
  format: 'string',
  pattern: 'string',
  minLength: 'string',
  maxLength: 'string',
  minimum: 'number',
  maximum: 'number',
  enum: 'enum',
  items: 'array',
  minItems: 'array',
  maxItems: 'array',
  properties: 'object',
  required: 'object',
  additionalProperties: 'object',
}
const anyKeywords = ['title', 'description', 'default', 'examples', '$comment']

/** The kind of a schema; null when it says more than its fields can show. */
export function schemaKind(schema: Json | undefined): SchemaKind | null {
  if (schema === true) return 'any'
  if (!isSchema(schema)) return null
  const { type } = schema
  const own = Object.keys(schema).filter((key) => key !== 'type' && !anyKeywords.includes(key))
  const kind = kindOf(schema)
  if (kind === null || (kind === 'any' && type !== undefined)) return null
  return own.every((key) => reads(kind, key)) ? kind : null
}

function kindOf(schema: JsonObject): SchemaKind | null {
  const { type } = schema
  if (Array.isArray(schema.enum) && (type === undefined || type === 'string')) return 'enum'
  if (type === undefined) return isSchema(schema.properties) ? 'object' : 'any'
  return schemaKinds.find((each) => each === type && each !== 'enum' && each !== 'any') ?? null
}

function reads(kind: SchemaKind, keyword: string): boolean {
  const own = ownKeywords[keyword]
  return own === kind || (own === 'number' && kind === 'integer')
}

/** The schema with another kind: what it says of any value stays, what only the old kind reads goes. */
export function withKind(schema: Json | undefined, kind: SchemaKind): JsonObject {
  const kept = isSchema(schema)
    ? Object.fromEntries(
        Object.entries(schema).filter(([key]) => anyKeywords.includes(key) || reads(kind, key)),
      )
    : {}
  switch (kind) {
    case 'any':
      return kept
    case 'enum':
      return { type: 'string', ...kept, enum: Array.isArray(kept.enum) ? kept.enum : [] }
    case 'array':
      return { type: kind, items: {}, ...kept }
    case 'object':
      return { type: kind, properties: {}, ...kept }
    case 'string':
    case 'number':
    case 'integer':
    case 'boolean':
      return { type: kind, ...kept }
  }
}

export type SchemaProperty = { name: string; schema: Json; required: boolean }

/** The properties that an object's schema names, in their order. */
export function schemaProperties(schema: Json | undefined): SchemaProperty[] {
  if (!isSchema(schema) || !isSchema(schema.properties)) return []
  const required = requiredOf(schema)
  return Object.entries(schema.properties).map(([name, each]) => ({
    name,
    schema: each,
    required: required.includes(name),
  }))
}

/** An object's schema with these properties; whatever else it says stays. */
export function withProperties(schema: Json | undefined, properties: readonly SchemaProperty[]): JsonObject {
  const body = Object.entries(withKind(schema, 'object')).filter(([key]) => key !== 'required')
  const known = new Set(schemaProperties(schema).map(({ name }) => name))
  // Names that are required and described nowhere stay so.
  const others = isSchema(schema) ? requiredOf(schema).filter((name) => !known.has(name)) : []
  const required = [...properties.filter((each) => each.required).map(({ name }) => name), ...others]
  return {
    ...Object.fromEntries(body),
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(properties.map(({ name, schema: each }) => [name, each])),
  }
}

function requiredOf(schema: JsonObject): string[] {
  return Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === 'string') : []
}

function isSchema(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
