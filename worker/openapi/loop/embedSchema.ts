import type { Json, JsonObject } from '../../../shared/json.ts'

/** Keywords whose values are data, not schemas. */
const data = new Set(['const', 'enum', 'default', 'examples', 'example'])
/** Keywords whose members are named by the author. */
const maps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])

/**
 * A JSON Schema as it can stand inside of another document: references into itself point to where it stands there (`place`), and it has no
 * identity of its own. An array says what it holds, if only that it may be anything: linters and generators of OpenAPI ask for it.
 */
export function embedSchema(schema: JsonObject, place: string): JsonObject {
  const { $id, $schema: _, ...rest } = schema
  return embedded(rest, typeof $id === 'string' ? $id : null, place)
}

function embedded(schema: JsonObject, id: string | null, place: string): JsonObject {
  const said = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, valueOf(keyword, value, id, place)]),
  )
  return isOfArrays(schema) && said.items === undefined ? { ...said, items: {} } : said
}

const isOfArrays = ({ type }: JsonObject) => (Array.isArray(type) ? type : [type]).includes('array')

function valueOf(keyword: string, value: Json, id: string | null, place: string): Json {
  if (data.has(keyword)) return value
  if (keyword === '$ref' && typeof value === 'string') return moved(value, id, place)
  if (Array.isArray(value)) return value.map((each) => valueOf('', each, id, place))
  if (typeof value !== 'object' || value === null) return value
  if (!maps.has(keyword)) return embedded(value, id, place)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, valueOf('', each, id, place)]))
}

function moved(reference: string, id: string | null, place: string): string {
  const own = id !== null && reference.startsWith(`${id}#`) ? reference.slice(id.length) : reference
  if (own === '#' || own === id) return place
  return own.startsWith('#/') ? `${place}${own.slice(1)}` : own
}
