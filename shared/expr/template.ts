import type { Scope } from '../engine/effect.ts'
import type { Json, JsonObject } from '../json.ts'
import { entriesInOrder } from '../keyOrder.ts'
import { evaluate } from './evaluate.ts'
import { exprLimits } from './exprLimits.ts'
import { oracleAsked } from './oracle.ts'
import { childPointer } from './pointer.ts'
import { scanTemplate } from './scanTemplate.ts'

export type Rendered = { ok: true; value: Json } | { ok: false; error: string; pointer: string }

/** Values nested deeper than this are refused. */
export const maxDepth = 200

export const nestedTooDeep = `Nested deeper than ${maxDepth}`

/**
 * Renders a JSON value whose strings may hold `{{ CEL }}`. A string that is exactly one expression keeps the value's
 * type; in a longer one, values are written as text (objects and lists as JSON). What comes out of an expression is
 * never looked at for expressions again. Never throws; `pointer` names the string at fault.
 */
export function render(template: Json, scope: Scope): Rendered {
  return mapStrings(template, '', 0, (text) => renderString(text, scope))
}

/** Renders text that may hold `{{ CEL }}` to text. */
export function renderText(
  text: string,
  scope: Scope,
): { ok: true; value: string } | { ok: false; error: string } {
  const rendered = renderString(text, scope)
  return rendered.ok ? { ok: true, value: asText(rendered.value) } : rendered
}

/** Renders one string of a template: to any value when it is exactly one expression. */
export function renderString(
  text: string,
  scope: Scope,
): { ok: true; value: Json } | { ok: false; error: string } {
  const scan = scanTemplate(text)
  if (!scan.ok) return { ok: false, error: scan.error }
  const oracle = oracleAsked()
  if (oracle) return { ok: true, value: oracle.render(text, scope) }
  const [first] = scan.parts
  if (scan.parts.length === 1 && first?.type === 'expr') return evaluate(first.source, scope)
  let result = ''
  for (const part of scan.parts) {
    if (part.type === 'text') {
      result += part.text
      continue
    }
    const value = evaluate(part.source, scope)
    if (!value.ok) return value
    result += asText(value.value)
    if (result.length > exprLimits.textLength)
      return { ok: false, error: `The text is longer than ${exprLimits.textLength} characters` }
  }
  return { ok: true, value: result }
}

/** A value as it stands in text: strings as they are, anything else as JSON. */
function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

type Replace = (text: string, pointer: string) => { ok: true; value: Json } | { ok: false; error: string }

/** The value with every string replaced; keys stay. Members are defined, so that `__proto__` is a key like any other. */
function mapStrings(value: Json, pointer: string, depth: number, replace: Replace): Rendered {
  if (depth > maxDepth) return { ok: false, error: nestedTooDeep, pointer }
  if (typeof value === 'string') {
    const replaced = replace(value, pointer)
    return replaced.ok ? replaced : { ...replaced, pointer }
  }
  if (typeof value !== 'object' || value === null) return { ok: true, value }
  const members: [string, Json][] = []
  for (const [key, member] of entriesInOrder(value)) {
    const mapped = mapStrings(member, childPointer(pointer, key), depth + 1, replace)
    if (!mapped.ok) return mapped
    members.push([key, mapped.value])
  }
  if (Array.isArray(value)) return { ok: true, value: members.map(([, member]) => member) }
  return { ok: true, value: Object.fromEntries(members) satisfies JsonObject }
}
