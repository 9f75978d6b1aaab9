import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema'
import type { JsonSchema } from '../graph/text.ts'
import type { Json } from '../json.ts'

export type SchemaFault = { pointer: string; message: string }
export type SchemaResult =
  | { ok: true }
  /** `broken` says that the schema itself can't be used, so nothing is known about the value. */
  | { ok: false; broken: boolean; errors: SchemaFault[] }

/** More faults than this help nobody. */
const mostFaults = 50

/** Keywords whose own error only says that something deeper is at fault. */
const applicators = new Set([
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'items',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
  'allOf',
  '$ref',
  'if',
  'then',
  'else',
])

const validators = new WeakMap<JsonSchema, Validator>()

/** Validates a value against a JSON Schema, draft 2020-12. Never throws; faults are given by JSON Pointer. */
export function validateSchema(schema: JsonSchema, value: Json): SchemaResult {
  try {
    const { valid, errors } = validatorOf(schema).validate(value)
    return valid ? { ok: true } : { ok: false, broken: false, errors: faultsOf(errors) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return {
      ok: false,
      broken: true,
      errors: [{ pointer: '', message: `The schema can’t be used: ${message}` }],
    }
  }
}

function validatorOf(schema: JsonSchema): Validator {
  const known = validators.get(schema)
  if (known) return known
  const validator = new Validator(schema as Schema, '2020-12', false)
  validators.set(schema, validator)
  return validator
}

function faultsOf(errors: readonly OutputUnit[]): SchemaFault[] {
  const deepest = errors.filter((error) => !applicators.has(error.keyword))
  const shown = deepest.length > 0 ? deepest : errors
  return shown.slice(0, mostFaults).map((error) => ({
    pointer: decodeURIComponent(error.instanceLocation.slice(1)),
    message: error.keyword === 'false' ? 'It is not allowed here.' : error.error,
  }))
}
