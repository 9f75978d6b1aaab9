import { childPointer } from '../expr/pointer.ts'
import { hasExpression } from '../expr/scanTemplate.ts'
import type { JsonSchema } from '../graph/text.ts'
import type { Json, JsonObject } from '../json.ts'
import { validateSchema } from '../verify/validateSchema.ts'
import { schemaFaults } from './schemaFaults.ts'

export type ArgsFault = { pointer: string; message: string }

/**
 * Where arguments certainly don't fit the schema of an action: names that are missing or not allowed, and values that
 * hold no expression and are not valid. What expressions will bring is checked when the step starts.
 */
export function argsFaults(schema: JsonSchema, args: JsonObject): ArgsFault[] {
  if (schemaFaults(schema).length > 0) return []
  const properties = isObject(schema.properties) ? schema.properties : {}
  return [
    ...missing(schema, args),
    ...surplus(schema, properties, args),
    ...invalid(schema, properties, args),
  ]
}

function missing(schema: JsonSchema, args: JsonObject): ArgsFault[] {
  const required = Array.isArray(schema.required) ? schema.required : []
  return required
    .filter((name): name is string => typeof name === 'string' && !Object.hasOwn(args, name))
    .map((name) => ({ pointer: '', message: `The argument “${name}” is missing` }))
}

function surplus(schema: JsonSchema, properties: JsonObject, args: JsonObject): ArgsFault[] {
  if (schema.additionalProperties !== false || schema.patternProperties !== undefined) return []
  return Object.keys(args)
    .filter((name) => !Object.hasOwn(properties, name))
    .map((name) => ({ pointer: childPointer('', name), message: `The action takes no argument “${name}”` }))
}

function invalid(schema: JsonSchema, properties: JsonObject, args: JsonObject): ArgsFault[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (property === undefined || !isLiteral(value)) return []
    const wrapped = {
      $defs: schema.$defs ?? {},
      type: 'object',
      properties: { [name]: property },
    } as JsonObject
    // A reference that is not into the definitions would lead elsewhere in this excerpt.
    if (schemaFaults(wrapped).length > 0) return []
    const validity = validateSchema(wrapped, { [name]: value })
    const fault = validity.ok ? undefined : validity.errors.at(-1)
    return fault
      ? [{ pointer: childPointer('', name), message: `“${name}” does not fit: ${fault.message}` }]
      : []
  })
}

/** Whether a value holds no expression, however deep. */
export function isLiteral(value: Json): boolean {
  const rest: Json[] = [value]
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === 'string' && hasExpression(next)) return false
    if (typeof next === 'object' && next !== null) rest.push(...Object.values(next))
  }
  return true
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
