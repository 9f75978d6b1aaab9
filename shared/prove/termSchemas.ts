import type { Program } from '../compile/program.ts'
import type { Json, JsonObject } from '../json.ts'
import { stepTemplatesOf } from './clamp.ts'

/** What a schema says of the one value that a term is, as far as it is about the value alone; null when nothing does. */
export function schemaOfTerm(program: Program, term: string): JsonObject | null {
  const [root, ...path] = term.split('.')
  if (root === 'input') return within(program.trigger.input, path)
  if (root !== 'steps' || path[1] !== 'output') return null
  const [id, , ...rest] = path
  const uses = Object.values(program.planners)
    .flatMap(({ strategy }) => stepTemplatesOf(strategy))
    .filter((step) => step.id === id)
  const [use] = uses
  if (!use || uses.length > 1 || use.map || use.fallback) return null
  return within(program.actions[use.action]?.output ?? null, rest)
}

const plain = ['type', 'enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']

function within(schema: Json | null, path: readonly string[]): JsonObject | null {
  let at: Json | undefined = schema ?? undefined
  for (const key of path) {
    const properties: Json | undefined = isObject(at) ? at.properties : undefined
    at = isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined
  }
  if (!isObject(at)) return null
  // Only whether such a value is null is ever told apart.
  const types = Array.isArray(at.type) ? at.type : [at.type]
  if (types.includes('object') || types.includes('array')) return null
  return Object.fromEntries(Object.entries(at).filter(([keyword]) => plain.includes(keyword)))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
