import { assertNever } from '../assertNever.ts'
import type { Scope } from '../engine/effect.ts'
import type { Json, JsonObject } from '../json.ts'
import { type ChangingPart, changingParts } from './changingParts.ts'
import { childPointer, pointerKeys } from './pointer.ts'
import { nestedTooDeep, type Rendered, renderString } from './template.ts'

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
  const changing = changingParts(template)
  if (!changing) return { ok: true, args: template, bindings: {} }
  const bindings = new Map<string, string>()
  const bound = bindPart(changing, scope, later, bindings)
  if (!bound.ok) return bound
  return { ok: true, args: bound.value as JsonObject, bindings: Object.fromEntries(bindings) }
}

function bindPart(
  part: ChangingPart,
  scope: Scope,
  later: ReadonlySet<string>,
  bindings: Map<string, string>,
): Rendered {
  switch (part.is) {
    case 'too-deep':
      return { ok: false, error: nestedTooDeep, pointer: part.pointer }
    case 'text': {
      const { text, pointer, roots } = part
      if (roots.some((root) => later.has(root))) {
        bindings.set(pointer, text)
        return { ok: true, value: placeholder }
      }
      const rendered = renderString(text, scope)
      return rendered.ok ? rendered : { ...rendered, pointer }
    }
    case 'object': {
      const value = { ...part.template }
      for (const each of part.parts) {
        const bound = bindPart(each.part, scope, later, bindings)
        if (!bound.ok) return bound
        value[each.key] = bound.value
      }
      return { ok: true, value }
    }
    case 'list': {
      const value = [...part.template]
      for (const each of part.parts) {
        const bound = bindPart(each.part, scope, later, bindings)
        if (!bound.ok) return bound
        value[each.key] = bound.value
      }
      return { ok: true, value }
    }
    default:
      return assertNever(part)
  }
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
