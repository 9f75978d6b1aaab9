import type { Json, JsonObject } from '../../../shared/json.ts'

/** A JSON Schema (2020-12) that the sample fits: its shape, none of its values. Members of a sample are required. */
export function schemaFromSample(sample: Json): JsonObject {
  if (sample === null) return {}
  if (Array.isArray(sample)) return arraySchema(sample)
  if (typeof sample !== 'object') return { type: scalarType(sample) }
  return {
    type: 'object',
    required: Object.keys(sample),
    properties: Object.fromEntries(
      Object.entries(sample).map(([key, value]) => [key, schemaFromSample(value)]),
    ),
  }
}

function scalarType(value: string | number | boolean): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/** Items are described where one schema can be of them all; what only some of them have is not required. */
function arraySchema(items: readonly Json[]): JsonObject {
  const [first, ...rest] = items.map(schemaFromSample)
  if (first === undefined) return { type: 'array' }
  const all = rest.reduce<JsonObject | null>((one, other) => one && common(one, other), first)
  return all ? { type: 'array', items: all } : { type: 'array' }
}

/** A schema that values of both fit; null when they have no type in common. */
function common(one: JsonObject, other: JsonObject): JsonObject | null {
  if (one.type !== other.type) {
    const numbers = [one.type, other.type].every((type) => type === 'integer' || type === 'number')
    return numbers ? { type: 'number' } : null
  }
  if (one.type === 'object') return commonObject(one, other)
  if (one.type !== 'array') return one
  const items = isObject(one.items) && isObject(other.items) ? common(one.items, other.items) : null
  return items ? { type: 'array', items } : { type: 'array' }
}

function commonObject(one: JsonObject, other: JsonObject): JsonObject {
  const mine = isObject(one.properties) ? one.properties : {}
  const theirs = isObject(other.properties) ? other.properties : {}
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  return {
    type: 'object',
    required: names.filter((name) => isRequired(one, name) && isRequired(other, name)),
    properties: Object.fromEntries(
      names.map((name) => {
        const [here, there] = [mine[name], theirs[name]]
        if (isObject(here) && isObject(there)) return [name, common(here, there) ?? {}]
        return [name, here ?? there ?? {}]
      }),
    ),
  }
}

function isRequired({ required }: JsonObject, name: string): boolean {
  return Array.isArray(required) && required.includes(name)
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
