import { lookUp } from '../../../../shared/expr/schemaType.ts'
import type { Json, JsonObject } from '../../../../shared/json.ts'

/** A schema has at most so many parts once its references are filled in; what is beyond is left open. */
const mostParts = 2000
/** Keywords of OpenAPI that JSON Schema does not have. */
const foreign = new Set(['xml', 'discriminator', 'externalDocs', 'nullable', 'example'])

/**
 * A schema of an OpenAPI document (3.0 or 3.1) as a JSON Schema (2020-12) that stands alone: references into the document are filled in,
 * one that leads back into itself is left open.
 */
export function plainSchema(schema: Json, document: JsonObject): JsonObject {
  const budget = { left: mostParts }
  const plain = plainAt(schema, { document, trail: [], budget })
  return isObject(plain) ? plain : {}
}

type Around = { document: JsonObject; trail: readonly string[]; budget: { left: number } }

function plainAt(schema: Json, around: Around): Json {
  if (!isObject(schema)) return schema
  around.budget.left -= 1
  if (around.budget.left < 0) return {}
  const { $ref } = schema
  if (typeof $ref === 'string') {
    if (around.trail.includes($ref)) return {}
    return plainAt(resolveRef($ref, around.document) ?? {}, { ...around, trail: [...around.trail, $ref] })
  }
  const entries = Object.entries(schema)
    .filter(([key]) => !foreign.has(key) && !key.startsWith('x-'))
    .map(([key, value]): [string, Json] => [key, plainKeyword(key, value, around)])
  return withNull(withBounds(Object.fromEntries(entries)), schema)
}

function plainKeyword(key: string, value: Json, around: Around): Json {
  switch (key) {
    case 'properties':
    case 'patternProperties':
    case '$defs':
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainAt(each, around)]))
        : value
    case 'items':
    case 'additionalProperties':
    case 'not':
    case 'contains':
    case 'propertyNames':
      return plainAt(value, around)
    case 'allOf':
    case 'anyOf':
    case 'oneOf':
    case 'prefixItems':
      return Array.isArray(value) ? value.map((each) => plainAt(each, around)) : value
    default:
      return value
  }
}

/** In OpenAPI 3.0 an exclusive bound is a flag of the bound beside it. */
function withBounds(schema: JsonObject): JsonObject {
  let next = schema
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const flag = next[exclusive]
    if (typeof flag !== 'boolean') continue
    const value = next[bound]
    const rest = Object.fromEntries(
      Object.entries(next).filter(([key]) => key !== bound && key !== exclusive),
    )
    next = value === undefined ? rest : { ...rest, [flag ? exclusive : bound]: value }
  }
  return next
}

function withNull(schema: JsonObject, source: JsonObject): JsonObject {
  if (source.nullable !== true) return schema
  const values = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {}
  if (typeof schema.type === 'string') return { ...schema, type: [schema.type, 'null'], ...values }
  return { anyOf: [schema, { type: 'null' }] }
}

/** What a reference into the document leads to. */
export function resolveRef(ref: string, document: JsonObject): Json | undefined {
  return ref.startsWith('#/') ? lookUp(document, ref.slice(1)) : undefined
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
