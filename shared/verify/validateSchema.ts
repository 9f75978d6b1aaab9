import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema'
import type { JsonSchema } from '../graph/text.ts'
import type { Json } from '../json.ts'
import { isPatternError, type LinearSchema, linearSchema, withMatchers } from './linearSchema.ts'

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

type Prepared = { linear: LinearSchema; validator: Validator }

const prepared = new WeakMap<JsonSchema, Prepared>()

/**
 * Validates a value against a JSON Schema, draft 2020-12. Never throws; faults are given by JSON Pointer. A `pattern` is
 * matched as RE2 does, in linear time.
 */
export function validateSchema(schema: JsonSchema, value: Json): SchemaResult {
  try {
    const { linear, validator } = prepare(schema)
    const { valid, errors } = withMatchers(linear, () => validator.validate(value))
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

function prepare(schema: JsonSchema): Prepared {
  const known = prepared.get(schema)
  if (known) return known
  const linear = linearSchema(schema)
  const made = { linear, validator: new Validator(linear.schema as Schema, '2020-12', false) }
  prepared.set(schema, made)
  return made
}

function faultsOf(errors: readonly OutputUnit[]): SchemaFault[] {
  const deepest = errors.filter((error) => !applicators.has(error.keyword))
  const shown = deepest.length > 0 ? deepest : errors
  return shown.slice(0, mostFaults).map((error) => ({
    pointer: decodeURIComponent(error.instanceLocation.slice(1)),
    message: messageOf(error),
  }))
}

function messageOf(error: OutputUnit): string {
  if (error.keyword === 'false') return 'It is not allowed here.'
  return isPatternError(error) ? 'String does not match pattern.' : error.error
}
