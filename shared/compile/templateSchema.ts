import { checkExpression, type ScopeShape } from '../expr/check.ts'
import { hasExpression, scanTemplate } from '../expr/scanTemplate.ts'
import type { Kind, ValueType } from '../expr/schemaType.ts'
import type { Json, JsonObject } from '../json.ts'

/**
 * A JSON Schema (2020-12) that holds of whatever a template renders to, by the schemas in scope. What is not certain is left open. A value
 * that comes from a scope’s schema keeps it, with its references as they stand there.
 */
export function templateSchema(template: Json, shape: ScopeShape): JsonObject {
  if (typeof template === 'string') return textSchema(template, shape)
  if (typeof template !== 'object' || template === null) return { const: template }
  if (Array.isArray(template)) return listSchema(template.map((item) => templateSchema(item, shape)))
  const properties = Object.fromEntries(
    Object.entries(template).map(([name, member]) => [name, templateSchema(member, shape)]),
  )
  return { type: 'object', properties, required: Object.keys(properties) }
}

function listSchema(items: JsonObject[]): JsonObject {
  const [first] = items
  const different = new Set(items.map((item) => JSON.stringify(item)))
  if (first === undefined) return { type: 'array', maxItems: 0 }
  const each = different.size === 1 ? first : { anyOf: items }
  return { type: 'array', items: each, minItems: items.length, maxItems: items.length }
}

function textSchema(text: string, shape: ScopeShape): JsonObject {
  if (!hasExpression(text)) return { type: 'string', const: text }
  const scan = scanTemplate(text)
  if (!scan.ok) return {}
  const [first] = scan.parts
  if (scan.parts.length > 1 || first?.type !== 'expr') return { type: 'string' }
  return schemaOf(checkExpression(first.source, shape).type)
}

function schemaOf({ kind, schema }: ValueType): JsonObject {
  const at = schema?.at
  if (typeof at === 'object' && at !== null && !Array.isArray(at)) return at
  return kind === null ? {} : { ...schemaOfKind[kind] }
}

/** In JSON times, durations and bytes are texts. */
const schemaOfKind = {
  number: { type: 'number' },
  string: { type: 'string' },
  bool: { type: 'boolean' },
  null: { type: 'null' },
  list: { type: 'array', items: {} },
  map: { type: 'object' },
  bytes: { type: 'string' },
  time: { type: 'string' },
  duration: { type: 'string' },
  type: {},
} as const satisfies Record<Kind, JsonObject>
