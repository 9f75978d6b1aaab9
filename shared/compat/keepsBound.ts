import { canonicalJson } from '../audit/canonicalJson.ts'
import type { Json } from '../json.ts'
import { type Alternative, bound } from './schemaView.ts'

/** Whether every value that is valid this way keeps a keyword, as far as the keywords of the way tell. */
export function keepsBound(keyword: string, wanted: Json, { parts, types }: Alternative): boolean {
  if (parts.some(({ schema }) => schema[keyword] !== undefined && isSame(schema[keyword], wanted)))
    return isPlain(keyword)
  if (typeof wanted !== 'number') return wanted === false && keyword === 'uniqueItems'
  const most = (name: string) => bound(parts, name, Math.max)
  const least = (name: string) => bound(parts, name, Math.min)
  const isWhole = !types.has('number')
  switch (keyword) {
    case 'minimum':
      return lowest(parts, isWhole) >= wanted
    case 'exclusiveMinimum':
      return lowest(parts, isWhole) > wanted || (most('exclusiveMinimum') ?? -Infinity) >= wanted
    case 'maximum':
      return highest(parts, isWhole) <= wanted
    case 'exclusiveMaximum':
      return highest(parts, isWhole) < wanted || (least('exclusiveMaximum') ?? Infinity) <= wanted
    case 'multipleOf':
      return (
        parts.some(({ schema }) => isMultiple(schema.multipleOf, wanted)) ||
        (isWhole && isMultiple(1, wanted))
      )
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return (most(keyword) ?? 0) >= wanted
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return (least(keyword) ?? Infinity) <= wanted
    default:
      return false
  }
}

/** A keyword that means the same wherever it stands. What else is compared with it stands beside it. */
function isPlain(keyword: string): boolean {
  return !dependent.has(keyword)
}

const dependent: ReadonlySet<string> = new Set([
  'unevaluatedItems',
  'unevaluatedProperties',
  'minContains',
  'maxContains',
  'additionalItems',
  '$dynamicRef',
  '$recursiveRef',
])

function isSame(a: Json | undefined, b: Json): boolean {
  // What refers elsewhere may refer to something else in another document.
  const text = canonicalJson(a ?? null)
  return text === canonicalJson(b) && !text.includes('"$ref"')
}

/** The least number that is possible: rounded up where only whole ones are. */
function lowest(parts: Alternative['parts'], isWhole: boolean): number {
  const closed = bound(parts, 'minimum', Math.max) ?? -Infinity
  const open = bound(parts, 'exclusiveMinimum', Math.max) ?? -Infinity
  if (!isWhole) return Math.max(closed, open)
  return Math.max(Math.ceil(closed), Math.floor(open) + 1)
}

function highest(parts: Alternative['parts'], isWhole: boolean): number {
  const closed = bound(parts, 'maximum', Math.min) ?? Infinity
  const open = bound(parts, 'exclusiveMaximum', Math.min) ?? Infinity
  if (!isWhole) return Math.min(closed, open)
  return Math.min(Math.floor(closed), Math.ceil(open) - 1)
}

function isMultiple(of: Json | undefined, wanted: number): boolean {
  return typeof of === 'number' && wanted > 0 && Number.isInteger(of / wanted) && Number.isInteger(wanted)
}
