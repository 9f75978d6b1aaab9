import { Validator } from '@cfworker/json-schema'
import { childPointer } from '../expr/pointer.ts'
import { schemaPattern } from '../expr/schemaPattern.ts'
import { decodePercent, lookUp } from '../expr/schemaType.ts'
import type { Json, JsonObject } from '../json.ts'
import { findCycles } from './findCycles.ts'
import { applicators, metaSchema } from './metaSchema.ts'

/** What is wrong with a JSON Schema; `pointer` leads into it. */
export type SchemaFault = { code: 'schema-invalid' | 'schema-ref'; pointer: string; message: string }

/** Faults past this many are left out: the first ones say what is wrong. */
const maxErrors = 200

const meta = new Validator(metaSchema, '2020-12', false)

/** Checks that a value is a JSON Schema of draft 2020-12 that a validator can work with. */
export function schemaFaults(schema: JsonObject): SchemaFault[] {
  const { valid, errors } = meta.validate(schema)
  if (!valid) return deepest(errors)
  const subschemas = [...subschemasOf(schema)]
  const faults = subschemas.flatMap((subschema) => [
    ...patternFaults(subschema),
    ...refFaults(subschema, schema),
  ])
  if (faults.length > 0) return faults
  const loops = loopFaults(subschemas, schema)
  return loops.length > 0 ? loops : unusable(schema)
}

/** The validator has its own limits, with identifiers that are no URLs for one. */
function unusable(schema: JsonObject): SchemaFault[] {
  try {
    new Validator(schema, '2020-12').validate(null)
    return []
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [{ code: 'schema-invalid', pointer: '', message: `The schema can’t be used: ${message}` }]
  }
}

/** The validator reports every level above a fault as well: the deepest place is the fault itself. */
function deepest(errors: readonly { instanceLocation: string }[]): SchemaFault[] {
  const pointers = new Set(errors.slice(0, maxErrors).map((error) => decodeFragment(error.instanceLocation)))
  const leaves = [...pointers].filter(
    (pointer) => ![...pointers].some((other) => other.startsWith(`${pointer}/`)),
  )
  return leaves.map((pointer) => ({
    code: 'schema-invalid',
    pointer,
    message: `“${pointer.split('/').at(-1) ?? ''}” is not what JSON Schema allows there`,
  }))
}

function decodeFragment(location: string): string {
  return decodePercent(location.replace(/^#/, ''))
}

type Subschema = { schema: JsonObject; pointer: string }

const list = ['prefixItems', 'allOf', 'anyOf', 'oneOf']
const map = ['$defs', 'definitions', 'properties', 'patternProperties', 'dependentSchemas']

/** A schema and every schema inside it. */
function* subschemasOf(root: JsonObject): Generator<Subschema> {
  const rest: { value: Json | undefined; pointer: string }[] = [{ value: root, pointer: '' }]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { value, pointer } = next
    if (!isObject(value)) continue
    yield { schema: value, pointer }
    for (const [place, child] of childrenOf(value)) rest.push({ value: child, pointer: pointer + place })
  }
}

function childrenOf(schema: JsonObject): [string, Json][] {
  const single = applicators.flatMap((keyword) => entry(schema, keyword))
  const many = [...list, ...map].flatMap((keyword) =>
    entry(schema, keyword).flatMap(([place, value]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([key, child]): [string, Json] => [childPointer(place, key), child])
        : [],
    ),
  )
  return [...single, ...many]
}

function entry(schema: JsonObject, keyword: string): [string, Json][] {
  const value = Object.hasOwn(schema, keyword) ? schema[keyword] : undefined
  return value === undefined ? [] : [[childPointer('', keyword), value]]
}

function texts(schema: JsonObject, keyword: string): [string, string][] {
  return entry(schema, keyword).flatMap(([place, value]) =>
    typeof value === 'string' ? [[place, value]] : [],
  )
}

/** The patterns of a schema, of texts and of names, each with the place where it stands. */
function patternsOf(schema: JsonObject): [string, string][] {
  const { patternProperties: names } = schema
  const ofNames = isObject(names) ? Object.keys(names) : []
  return [
    ...texts(schema, 'pattern'),
    ...ofNames.map((name): [string, string] => [childPointer('/patternProperties', name), name]),
  ]
}

function patternFaults({ schema, pointer }: Subschema): SchemaFault[] {
  return patternsOf(schema)
    .filter(([, pattern]) => schemaPattern(pattern) === null)
    .map(([place, pattern]) => ({
      code: 'schema-invalid',
      pointer: pointer + place,
      message: `“${pattern}” is not a regular expression of RE2, which knows no look-around and no back-references`,
    }))
}

function refFaults({ schema, pointer }: Subschema, root: JsonObject): SchemaFault[] {
  return texts(schema, '$ref').flatMap(([place, ref]) => {
    if (targetOf(ref, root) !== undefined) return []
    return [
      {
        code: 'schema-ref',
        pointer: pointer + place,
        message: `“${ref}” leads to no schema in this document`,
      },
    ]
  })
}

/** Where a reference leads: to a place or an anchor in the same document. */
function targetOf(ref: string, root: JsonObject): string | undefined {
  if (ref === '#' || ref === '') return ''
  if (ref.startsWith('#/')) {
    const pointer = decodeFragment(ref)
    return lookUp(root, ref.slice(1)) === undefined ? undefined : pointer
  }
  const anchor = ref.startsWith('#') ? ref.slice(1) : undefined
  for (const { schema, pointer } of subschemasOf(root)) {
    if (anchor !== undefined && (schema.$anchor === anchor || schema.$dynamicAnchor === anchor))
      return pointer
    if (anchor === undefined && schema.$id === ref) return pointer
  }
  return undefined
}

/** Keywords that apply a schema to the same value: going round over them alone would never end. */
const inPlace = /^\/(allOf|anyOf|oneOf|dependentSchemas|not|if|then|else)(\/|$)/

function loopFaults(subschemas: readonly Subschema[], root: JsonObject): SchemaFault[] {
  const next = new Map(
    subschemas.map(({ schema, pointer }) => {
      const inner = childrenOf(schema).flatMap(([place]) => (inPlace.test(place) ? [pointer + place] : []))
      const target = texts(schema, '$ref').flatMap(([, ref]) => targetOf(ref, root) ?? [])
      return [pointer, [...inner, ...target]] as const
    }),
  )
  return findCycles([...next.keys()], (pointer) => next.get(pointer) ?? []).map(([first = '']) => ({
    code: 'schema-ref',
    pointer: first,
    message: 'The schema refers back to itself without going into the value',
  }))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
