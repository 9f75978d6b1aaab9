import { childPointer } from '../expr/pointer.ts'
import { hasExpression, scanTemplate } from '../expr/scanTemplate.ts'
import { isSameJson } from '../isSameJson.ts'
import type { Json } from '../json.ts'
import { isObject, typeOf } from './schemaView.ts'

export type TemplateChange = { path: string; change: string; breaking: boolean | 'unknown'; message: string }

/** How what a template renders to differs from what it rendered to before, for whoever reads it. */
export function compareTemplates(before: Json, after: Json, path = ''): TemplateChange[] {
  if (isSameJson(before, after)) return []
  // A value that is one expression can be anything, so whoever read the old one may be served by the new one, or not.
  if (isOneExpression(before) || isOneExpression(after))
    return [{ path, change: 'computed', breaking: 'unknown', message: 'Is computed in another way' }]
  if (isObject(before) && isObject(after)) return compareMembers(before, after, path)
  if (Array.isArray(before) && Array.isArray(after)) return compareItems(before, after, path)
  const from = typeOf(before)
  const to = typeOf(after)
  if (from !== to)
    return [
      { path, change: 'type', breaking: true, message: `Is ${nounOf[to]} now, and was ${nounOf[from]}` },
    ]
  return [{ path, change: 'value', breaking: false, message: 'Has another value, of the same type' }]
}

function compareMembers(
  before: Readonly<Record<string, Json>>,
  after: Readonly<Record<string, Json>>,
  path: string,
): TemplateChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name): TemplateChange[] => {
    const at = childPointer(path, name)
    const was = Object.hasOwn(before, name) ? before[name] : undefined
    const is = Object.hasOwn(after, name) ? after[name] : undefined
    if (was === undefined)
      return [{ path: at, change: 'added', breaking: false, message: `There is “${name}” now` }]
    if (is === undefined)
      return [{ path: at, change: 'removed', breaking: true, message: `“${name}” is no longer there` }]
    return compareTemplates(was, is, at)
  })
}

function compareItems(before: readonly Json[], after: readonly Json[], path: string): TemplateChange[] {
  const both = before
    .slice(0, after.length)
    .flatMap((item, place) => compareTemplates(item, after[place] ?? null, `${path}/${place}`))
  if (before.length === after.length) return both
  const message = `Has ${after.length} items now, and had ${before.length}`
  return [...both, { path, change: 'length', breaking: after.length < before.length, message }]
}

/** Whether the value is whatever its one expression comes to. */
function isOneExpression(value: Json): boolean {
  if (typeof value !== 'string' || !hasExpression(value)) return false
  const scan = scanTemplate(value)
  return scan.ok && scan.parts.length === 1
}

const nounOf = {
  null: 'null',
  boolean: 'true or false',
  number: 'a number',
  integer: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'an object',
} as const
