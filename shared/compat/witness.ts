import type { Json, JsonObject } from '../json.ts'
import { validateSchema } from '../verify/validateSchema.ts'
import { type Alternative, alternativesOf, bound, isObject, type View } from './schemaView.ts'

/** Whether a value is valid; null where that can't be told of a part of a document. */
export function isValid({ schema, root }: View, value: Json): boolean | null {
  if (typeof schema === 'boolean') return schema
  if (!isObject(schema)) return null
  const whole = schema === root ? schema : within(schema, root)
  if (!whole) return null
  const validity = validateSchema(whole, value)
  return validity.ok || (validity.broken ? null : false)
}

const wholes = new WeakMap<JsonObject, { root: Json; whole: JsonObject | null }>()

/** A schema taken out of its document, with the definitions that it refers to. Made once, so that its validator is. */
function within(schema: JsonObject, root: Json): JsonObject | null {
  const known = wholes.get(schema)
  if (known?.root === root) return known.whole
  const whole = withDefinitions(schema, root)
  wholes.set(schema, { root, whole })
  return whole
}

function withDefinitions(schema: JsonObject, root: Json): JsonObject | null {
  const refs = [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = '']) => ref)
  if (refs.length === 0) return schema
  if (!isObject(root) || !refs.every((ref) => ref.startsWith('#/$defs/'))) return null
  return { ...schema, $defs: root.$defs ?? {} }
}

/** A value that the one schema takes, and the other refuses because of one demand, if one is found among likely ones. */
export function findWitness(narrow: View, wide: View, demand: View): Json | undefined {
  return likelyValues(narrow, demand, 0).find(
    (value) =>
      isValid(demand, value) === false && isValid(wide, value) === false && isValid(narrow, value) === true,
  )
}

const mostValues = 120

/** Values at and about the bounds of both schemas. */
function likelyValues(narrow: View, hint: View, depth: number): Json[] {
  const ways = alternativesOf(narrow)
  const hints = alternativesOf(hint)
  const values = ways.flatMap((way) => [
    ...listed(way),
    ...(way.types.has('object') && depth < 4 ? likelyObjects(way, hints, depth) : []),
    ...(way.types.has('array') && depth < 4 ? likelyLists(way, hints, depth) : []),
    ...(way.types.has('number') || way.types.has('integer') ? likelyNumbers([way, ...hints]) : []),
    ...(way.types.has('string') ? likelyTexts([way, ...hints]) : []),
  ])
  return [...values, ...hints.flatMap(listed), ...plain].slice(0, mostValues)
}

const plain: readonly Json[] = [null, true, false, 0, 1, -1, 0.5, '', 'a', 'Zz 9', [], {}]

function listed({ parts }: Alternative): Json[] {
  return parts.flatMap(({ schema }) => [
    ...(schema.const === undefined ? [] : [schema.const]),
    ...(schema.default === undefined ? [] : [schema.default]),
    ...(Array.isArray(schema.enum) ? schema.enum : []),
    ...(Array.isArray(schema.examples) ? schema.examples.slice(0, 3) : []),
  ])
}

const numberBounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']

function likelyNumbers(ways: readonly Alternative[]): number[] {
  const edges = ways.flatMap(({ parts }) => numbersOf(parts, numberBounds))
  return edges.flatMap((edge) => [edge, edge - 1, edge + 1, edge / 2, edge * 2, edge + 0.5])
}

function likelyTexts(ways: readonly Alternative[]): string[] {
  const lengths = ways.flatMap(({ parts }) => numbersOf(parts, ['minLength', 'maxLength']))
  const near = new Set(lengths.flatMap((length) => [length - 1, length, length + 1]))
  const texts = [...near].filter((length) => length >= 0 && length <= 2000)
  return [
    ...texts.flatMap((length) => ['a'.repeat(length), '1'.repeat(length)]),
    'abc',
    'ABC',
    '123',
    'a@example.com',
    '2026-01-31T09:00:00Z',
    'https://example.com/a',
  ]
}

function likelyLists(way: Alternative, hints: readonly Alternative[], depth: number): Json[] {
  const item = oneOf(itemsOf(way), depth)
  const sizes = [way, ...hints].flatMap(({ parts }) => numbersOf(parts, ['minItems', 'maxItems']))
  const near = new Set([0, 1, 2, ...sizes.flatMap((size) => [size - 1, size, size + 1])])
  return [...near]
    .filter((size) => size >= 0 && size <= 40)
    .map((size) => Array.from({ length: size }, (): Json => item ?? 0))
}

function itemsOf({ parts }: Alternative): View {
  const part = parts.find(({ schema }) => schema.items !== undefined)
  return part ? { schema: part.schema.items ?? true, root: part.root } : { schema: true, root: true }
}

function likelyObjects(way: Alternative, hints: readonly Alternative[], depth: number): JsonObject[] {
  const required = new Set(way.parts.flatMap(({ schema }) => namesIn(schema.required)))
  const known = new Map(way.parts.flatMap((part) => propertiesOf(part.schema, part.root)))
  const base: JsonObject = {}
  for (const name of required)
    base[name] = oneOf(known.get(name) ?? { schema: true, root: true }, depth) ?? null
  const asked = hints.flatMap(({ parts }) =>
    parts.flatMap(({ schema, root }) => propertiesOf(schema, root).map(([name, view]) => ({ name, view }))),
  )
  const optional = [...known].filter(([name]) => !required.has(name))
  const full = optional.reduce<JsonObject>(
    (made, [name, view]) => ({ ...made, [name]: oneOf(view, depth) ?? null }),
    base,
  )
  return [
    base,
    full,
    ...optional.map(([name, view]) => ({ ...base, [name]: oneOf(view, depth) ?? null })),
    { ...base, anything_else: 1 },
    ...asked.flatMap(({ name, view }) =>
      likelyValues(known.get(name) ?? { schema: true, root: true }, view, depth + 1)
        .slice(0, 12)
        .map((value) => ({ ...base, [name]: value })),
    ),
  ]
}

/** A valid value of a schema, if one is found. */
function oneOf(view: View, depth: number): Json | undefined {
  return likelyValues(view, { schema: true, root: true }, depth + 1).find((value) => isValid(view, value))
}

export function propertiesOf({ properties }: JsonObject, root: Json): [string, View][] {
  return isObject(properties)
    ? Object.entries(properties).map(([name, schema]): [string, View] => [name, { schema, root }])
    : []
}

export function namesIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : []
}

function numbersOf(parts: Alternative['parts'], keywords: readonly string[]): number[] {
  return keywords.flatMap((keyword) =>
    [bound(parts, keyword, Math.min), bound(parts, keyword, Math.max)].filter((each) => each !== undefined),
  )
}
