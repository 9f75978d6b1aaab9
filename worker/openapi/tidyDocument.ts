import type { Json, JsonObject } from '../../shared/json.ts'

type Document = { components?: { schemas?: Record<string, unknown> } }

/** Any JSON value says what takes six alternatives otherwise, once for each place that has one. */
const anyJson: JsonObject = { title: 'Json', description: 'Any JSON value' }

/**
 * The document as linters and generators of clients can read it: one component for “any JSON value” in place of each recursive one that the
 * schemas make, and members that are required by name also described by it.
 */
export function tidyDocument<D extends Document>(document: D): D {
  const schemas = Object.entries(document.components?.schemas ?? {})
  const recursive = new Set(
    schemas.filter(([name, schema]) => isRecursive(name, schema)).map(([name]) => reference(name)),
  )
  const rest = Object.fromEntries(schemas.filter(([name]) => !recursive.has(reference(name))))
  const whole = {
    ...document,
    components: { ...document.components, schemas: { ...rest, Json: anyJson } },
  }
  return JSON.parse(JSON.stringify(whole), (_, value: Json) => {
    if (typeof value === 'string') return recursive.has(value) ? reference('Json') : value
    return isObject(value) ? withMembers(value) : value
  }) as D
}

const reference = (name: string) => `#/components/schemas/${name}`

const isRecursive = (name: string, schema: unknown) =>
  name.startsWith('__schema') && JSON.stringify(schema).includes(`"items":{"$ref":"${reference(name)}"}`)

/** A record whose keys are listed, as an object with those members and no others. */
function withMembers(schema: JsonObject): JsonObject {
  const { propertyNames, additionalProperties: each, ...rest } = schema
  const names = isObject(propertyNames) ? propertyNames.enum : undefined
  if (rest.properties !== undefined || !Array.isArray(names) || !isObject(each)) return schema
  const properties = Object.fromEntries(
    names.flatMap((name) => (typeof name === 'string' ? [[name, each]] : [])),
  )
  return { ...rest, properties, additionalProperties: false }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
