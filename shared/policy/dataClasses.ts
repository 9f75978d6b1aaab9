import type { JsonSchema } from '../graph/text.ts'
import type { Json } from '../json.ts'

/** The keyword of a JSON Schema that says of which class the data are: a name or a list of names. */
export const dataClassKeyword = 'x-data-class'

const known = new WeakMap<JsonSchema, readonly string[]>()

/** The data classes that a schema names anywhere, each once, in the order in which they stand there. */
export function dataClassesOf(schema: JsonSchema | null): readonly string[] {
  if (schema === null) return []
  const found = known.get(schema) ?? [...new Set(classesIn(schema))]
  known.set(schema, found)
  return found
}

function* classesIn(schema: Json): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return
  for (const [key, value] of Object.entries(schema)) {
    if (key !== dataClassKeyword) yield* classesIn(value)
    else for (const name of Array.isArray(value) ? value : [value]) if (typeof name === 'string') yield name
  }
}
