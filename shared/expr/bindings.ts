import type { Scope } from '../engine/effect.ts'
import type { Json, JsonObject } from '../json.ts'
import { childPointer, pointerKeys } from './pointer.ts'
import { referencesOf } from './references.ts'
import { scanTemplate } from './scanTemplate.ts'
import { mapStrings, renderString } from './template.ts'

/** Where a value is still to come. */
const placeholder = null

export type Bound =
  | { ok: true; args: JsonObject; bindings: Record<string, string> }
  | { ok: false; error: string; pointer: string }

/** What is not known yet when a plan is made. */
const stepsAlone: ReadonlySet<string> = new Set(['steps'])

/**
 * Renders a step's arguments when the plan is made. Strings that read `steps`, or what else comes later, can't be rendered yet: they
 * come back in `bindings`, by JSON Pointer, and hold the place with null. What was rendered is a value from then on: text in it that
 * looks like an expression is never evaluated.
 */
export function bindArgs(template: JsonObject, scope: Scope, later: ReadonlySet<string> = stepsAlone): Bound {
  const bindings = new Map<string, string>()
  const rendered = mapStrings(template, '', 0, (text, pointer) => {
    if (!reads(text, later)) return renderString(text, scope)
    bindings.set(pointer, text)
    return { ok: true, value: placeholder }
  })
  if (!rendered.ok) return rendered
  return { ok: true, args: rendered.value as JsonObject, bindings: Object.fromEntries(bindings) }
}

/** Puts the values of the bindings in their places. The other arguments are not looked at. Never throws. */
export function applyBindings(
  args: JsonObject,
  bindings: Readonly<Record<string, string>>,
  scope: Scope,
): { ok: true; args: JsonObject } | { ok: false; error: string; pointer: string } {
  const values = new Map<string, Json>()
  for (const [pointer, text] of Object.entries(bindings)) {
    const rendered = renderString(text, scope)
    if (!rendered.ok) return { ...rendered, pointer }
    values.set(pointer, rendered.value)
  }
  const missing = [...values.keys()].find((pointer) => !hasPlace(args, pointer))
  if (missing !== undefined)
    return { ok: false, error: 'The arguments have no place for this binding', pointer: missing }
  return { ok: true, args: fill(args, values) }
}

function reads(text: string, names: ReadonlySet<string>): boolean {
  const scan = scanTemplate(text)
  return (
    scan.ok &&
    scan.parts.some(
      (part) => part.type === 'expr' && [...referencesOf(part.source).roots].some((root) => names.has(root)),
    )
  )
}

/** Whether the arguments have a place there, which a binding fills. */
export function hasPlace(args: JsonObject, pointer: string): boolean {
  const keys = pointerKeys(pointer)
  let value: Json | undefined = args
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
    value = (value as JsonObject)[key]
  }
  return keys.length > 0
}

function fill(args: JsonObject, values: ReadonlyMap<string, Json>): JsonObject {
  const prefixes = new Set<string>()
  for (const pointer of values.keys()) {
    const keys = pointerKeys(pointer)
    let prefix = ''
    for (const key of keys) {
      prefixes.add(prefix)
      prefix = childPointer(prefix, key)
    }
  }
  // Only what lies on the way to a binding is copied; everything else is shared as it is.
  const place = (value: Json, pointer: string): Json => {
    const bound = values.get(pointer)
    if (bound !== undefined) return bound
    if (!prefixes.has(pointer) || typeof value !== 'object' || value === null) return value
    const members = Object.entries(value).map(
      ([key, member]) => [key, place(member, childPointer(pointer, key))] as const,
    )
    return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members)
  }
  return place(args, '') as JsonObject
}
