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

/** Items are described only where all of the sample's are alike. */
function arraySchema(items: readonly Json[]): JsonObject {
  const [first, ...rest] = items.map(schemaFromSample)
  if (first === undefined) return { type: 'array' }
  const text = JSON.stringify(first)
  return rest.every((schema) => JSON.stringify(schema) === text)
    ? { type: 'array', items: first }
    : { type: 'array' }
}
