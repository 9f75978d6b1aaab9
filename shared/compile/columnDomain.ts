import type { ValueType } from '../expr/schemaType.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Scalar } from '../plan/analyseCell.ts'
import { anyDomain, type ColumnDomain, type ScalarKind } from '../plan/analyseColumn.ts'

/** Keywords that say nothing of a value, and those that are read here. With another one, not every value between the bounds may be. */
const understood = new Set([
  'type',
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  '$comment',
])

const kindOfType: Readonly<Record<string, ScalarKind>> = {
  number: 'number',
  integer: 'number',
  string: 'string',
  boolean: 'bool',
  null: 'null',
}

/** What a column can be, as far as the schema of its expression says. */
export function columnDomain({ kind, schema }: ValueType): ColumnDomain {
  if (!schema) {
    const known = scalarKind(kind)
    return known ? { ...anyDomain, kinds: [known] } : anyDomain
  }
  const { at } = schema
  if (typeof at !== 'object' || at === null || Array.isArray(at)) return anyDomain
  const values = 'const' in at ? [at.const ?? null] : at.enum
  return {
    kinds: kindsOf(at),
    values: Array.isArray(values) && values.every(isScalar) ? values : null,
    isInteger: at.type === 'integer',
    least: bound(at, 'minimum', 'exclusiveMinimum'),
    greatest: bound(at, 'maximum', 'exclusiveMaximum'),
    isFull: Object.keys(at).every((keyword) => understood.has(keyword)),
  }
}

function scalarKind(kind: ValueType['kind']): ScalarKind | null {
  switch (kind) {
    case 'number':
    case 'string':
    case 'bool':
    case 'null':
      return kind
    case 'list':
    case 'map':
    case 'bytes':
    case 'time':
    case 'duration':
    case 'type':
    case null:
      return null
  }
}

/** The kinds of values that a schema allows; null when one of them is a list or an object, or it does not say. */
function kindsOf({ type }: JsonObject): ScalarKind[] | null {
  const types = (Array.isArray(type) ? type : [type]).map((name) =>
    typeof name === 'string' ? kindOfType[name] : undefined,
  )
  const kinds = types.flatMap((kind) => kind ?? [])
  return kinds.length === types.length ? [...new Set(kinds)] : null
}

function bound(schema: JsonObject, closed: string, open: string): ColumnDomain['least'] {
  const exclusive = schema[open]
  if (typeof exclusive === 'number') return { value: exclusive, isOpen: true }
  const inclusive = schema[closed]
  return typeof inclusive === 'number' ? { value: inclusive, isOpen: false } : null
}

function isScalar(value: Json): value is Scalar {
  return typeof value !== 'object' || value === null
}
