import { PersonalKind, personalKeyword } from '../graph/nodes/personal.ts'
import type { JsonSchema } from '../graph/text.ts'
import type { Json, JsonObject } from '../json.ts'
import { isObject, leavesOf, type PersonalPlace } from './place.ts'

const marked = new WeakMap<JsonSchema, boolean>()

/** Whether a schema marks anything as personal. */
export function marksAnything(schema: JsonSchema | null): boolean {
  if (schema === null) return false
  const known = marked.get(schema) ?? hasMark(schema)
  marked.set(schema, known)
  return known
}

function hasMark(schema: Json): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  if (isObject(schema) && kindIn(schema) !== null) return true
  return Object.values(schema).some(hasMark)
}

/** The kind that a mark gives; what it does not name follows from the format. */
function kindIn({ [personalKeyword]: mark, format }: JsonObject): PersonalKind | null {
  if (mark === undefined || mark === false || mark === null) return null
  const named = PersonalKind.safeParse(mark)
  if (named.success) return named.data
  if (format === 'email' || format === 'idn-email') return 'email'
  if (format === 'ipv4' || format === 'ipv6') return 'ip'
  return 'text'
}

/** Subschemas that hold for the same value (JSON Schema 2020-12, core, 10.2): whichever applies, what one of them marks is personal. */
const sameValue = ['allOf', 'anyOf', 'oneOf'] as const
const alternatives = ['if', 'then', 'else'] as const

/** What a schema marks in a value. `$ref` is followed within the schema. */
export function placesByMark(schema: JsonSchema | null, value: Json): PersonalPlace[] {
  if (schema === null || !marksAnything(schema)) return []
  const found = new Map<string, PersonalPlace>()
  visit({ root: schema, found }, schema, value, [], new Set())
  return [...found.values()]
}

type Visit = { root: JsonSchema; found: Map<string, PersonalPlace> }

function visit(
  on: Visit,
  schema: Json | undefined,
  value: Json,
  path: readonly string[],
  refs: ReadonlySet<string>,
): void {
  if (schema === undefined || !isObject(schema)) return
  const kind = kindIn(schema)
  if (kind !== null)
    for (const leaf of leavesOf(value, path, kind)) on.found.set(JSON.stringify(leaf.path), leaf)
  for (const key of sameValue) for (const each of listIn(schema[key])) visit(on, each, value, path, refs)
  for (const key of alternatives) visit(on, schema[key], value, path, refs)
  const ref = schema['$ref']
  if (typeof ref === 'string' && !refs.has(ref))
    visit(on, resolved(on.root, ref), value, path, new Set([...refs, ref]))
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value))
    for (const below of schemasOf(schema, key, Array.isArray(value)))
      visit(on, below, member, [...path, key], new Set())
}

function* schemasOf(schema: JsonObject, key: string, isList: boolean): Generator<Json> {
  if (isList) {
    const prefix = listIn(schema['prefixItems'])[Number(key)]
    const items = prefix ?? schema['items']
    if (items !== undefined) yield items
    return
  }
  const properties = schema['properties']
  const own = properties !== undefined && isObject(properties) ? properties[key] : undefined
  if (own !== undefined) yield own
  // Which pattern a name fits is not asked: a mark too many hides a value that nobody has to read.
  const patterns = schema['patternProperties']
  if (patterns !== undefined && isObject(patterns)) yield* Object.values(patterns)
  const rest = schema['additionalProperties']
  if (own === undefined && rest !== undefined) yield rest
}

const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

function resolved(root: JsonSchema, ref: string): Json | undefined {
  if (!ref.startsWith('#')) return undefined
  let at: Json | undefined = root
  for (const key of ref.slice(1).split('/').slice(1)) {
    const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
    at = typeof at === 'object' && at !== null ? (at as JsonObject)[name] : undefined
  }
  return at
}
