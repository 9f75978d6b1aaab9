import type { Scope } from '../../../shared/engine/effect.ts'
import type { ScopeShape } from '../../../shared/expr/check.ts'
import { evaluate } from '../../../shared/expr/evaluate.ts'
import { memberOf, typeOfSchema, type ValueType, valuesOf } from '../../../shared/expr/schemaType.ts'

/** A path of names in an expression, as far as the name that is pointed at. */
type Pointed = { from: number; to: number; path: readonly string[]; isCall: boolean }

/** The name at a place of an expression, with those that lead to it; null where there is none, or it stands in quotes. */
export function pathAt(text: string, at: number): Pointed | null {
  for (const found of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g)) {
    const start = found.index
    const [whole] = found
    if (at < start || at > start + whole.length) continue
    if (/^["']/.test(whole)) return null
    const end = whole.indexOf('.', Math.max(0, at - start))
    const path = end < 0 ? whole : whole.slice(0, end)
    const to = start + path.length
    const from = start + path.lastIndexOf('.') + 1
    return { from, to, path: path.split('.'), isCall: /^\s*\(/.test(text.slice(to)) }
  }
  return null
}

/** What is known of the value that a path leads to, as a line of words each. */
export function tellOfPath(path: readonly string[], shape: ScopeShape, scope: Scope): string[] {
  const [root = '', ...members] = path
  const schema = shape[root]
  if (schema === undefined) return []
  let type: ValueType = typeOfSchema(schema)
  for (const name of members) {
    const member = memberOf(type, name)
    if (member.is === 'missing') return ['There is no such member']
    type = member.is === 'known' ? member.type : { kind: null, schema: null }
  }
  const value = evaluate(path.join('.'), scope)
  return [
    typeInWords(type),
    ...descriptionOf(type),
    ...(value.ok ? [`Now ${short(JSON.stringify(value.value))}`] : []),
  ]
}

const kindWords = {
  number: 'number',
  string: 'text',
  bool: 'true or false',
  null: 'null',
  list: 'list',
  map: 'object',
  bytes: 'bytes',
  time: 'time',
  duration: 'time span',
  type: 'type',
} as const satisfies Record<NonNullable<ValueType['kind']>, string>

/** The type of a value as a person says it. */
export function typeInWords(type: ValueType): string {
  const values = valuesOf(type)
  if (values) return `One of ${short(values.map((value) => JSON.stringify(value)).join(', '))}`
  const words = type.kind === null ? 'anything' : kindWords[type.kind]
  const format = schemaOf(type)?.format
  const text = typeof format === 'string' ? `${words} (${format})` : words
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function descriptionOf(type: ValueType): string[] {
  const description = schemaOf(type)?.description
  return typeof description === 'string' ? [description] : []
}

function schemaOf({ schema }: ValueType) {
  const at = schema?.at
  return typeof at === 'object' && at !== null && !Array.isArray(at) ? at : null
}

/** A long value as its beginning. */
export function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}
