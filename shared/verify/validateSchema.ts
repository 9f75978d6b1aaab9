import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema'
import { oracleAsked } from '../expr/oracle.ts'
import { childPointer } from '../expr/pointer.ts'
import type { JsonSchema } from '../graph/text.ts'
import type { Json } from '../json.ts'
import {
  type LinearSchema,
  linearSchema,
  messageOf,
  mostNames,
  TooManyNames,
  withMatchers,
  withNamesOf,
} from './linearSchema.ts'

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
 * Validates a value against a JSON Schema, draft 2020-12. Never throws; faults are given by JSON Pointer. Patterns, those of
 * `patternProperties` too, are matched as RE2 does, in linear time.
 */
export function validateSchema(schema: JsonSchema, value: Json): SchemaResult {
  if (oracleAsked()?.isKnown(value) === false) return { ok: true }
  try {
    const { linear, validator } = prepare(schema)
    const fitted = linear.namePatterns.size === 0 ? validator : validatorOf(withNamesOf(linear, value))
    const { valid, errors } = withMatchers(linear, () => fitted.validate(value))
    return valid ? { ok: true } : { ok: false, broken: false, errors: faultsOf(errors) }
  } catch (error) {
    if (error instanceof TooManyNames)
      return { ok: false, broken: false, errors: [{ pointer: '', message: tooManyNames }] }
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
  const made = { linear, validator: validatorOf(linear.schema) }
  prepared.set(schema, made)
  return made
}

const validatorOf = (schema: Json) => new Validator(schema as Schema, '2020-12', false)

const tooManyNames = `More than ${mostNames} names of members match one pattern of the schema, which is all that can be checked.`

function faultsOf(errors: readonly OutputUnit[]): SchemaFault[] {
  const deepest = errors.filter((error) => !applicators.has(error.keyword))
  const shown = deepest.length > 0 ? deepest : errors
  return shown.slice(0, mostFaults).map(faultOf)
}

function faultOf(error: OutputUnit): SchemaFault {
  const pointer = decodeURIComponent(error.instanceLocation.slice(1))
  const missing = error.keyword === 'required' ? missingIn(error) : null
  return missing === null
    ? { pointer, message: wordsFor(error) }
    : { pointer: childPointer(pointer, missing), message: 'It is missing.' }
}

/** The member that is required and not there: the library has it in its words alone. */
function missingIn({ error }: OutputUnit): string | null {
  const [, name] = /^Instance does not have required property "(.*)"\.$/s.exec(error) ?? []
  return name ?? null
}

/** The library’s words, where they say what they mean to whoever has only the value. */
function wordsFor(error: OutputUnit): string {
  if (error.keyword === 'false') return 'It is not allowed here.'
  return messageOf(error)
    .replace(
      /^Instance type "(.*)" is invalid\. Expected "(.*)"\.$/,
      (_, is: string, types: string) =>
        `It is of the type ${is}, and has to be ${types.replaceAll('", "', ' or ')}.`,
    )
    .replace(/^Instance does not match any of /, 'It is none of ')
    .replace(/^Instance does not have at least (.*) properties\.$/, (_, most: string) =>
      error.keyword === 'maxProperties'
        ? `It has more than ${most} members.`
        : `It has fewer than ${most} members.`,
    )
    .replace(/^Instance /, 'It ')
}
