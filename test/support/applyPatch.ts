import type { Fix } from '../../shared/compile/diagnostic.ts'
import { pointerKeys } from '../../shared/expr/pointer.ts'
import type { Json, JsonObject } from '../../shared/json.ts'

/** Applies a JSON Patch (RFC 6902) to a copy. Throws when a place is not there, as the RFC asks. */
export function applyPatch(document: Json, patch: Fix['patch']): Json {
  const copy = JSON.parse(JSON.stringify(document)) as Json
  for (const operation of patch) {
    const keys = pointerKeys(operation.path)
    const last = keys.pop() ?? ''
    const parent = keys.reduce<Json>((value, key) => memberOf(value, key), copy)
    if (typeof parent !== 'object' || parent === null)
      throw new Error(`There is nothing at ${operation.path}`)
    const isAppended = Array.isArray(parent) && last === '-'
    if (operation.op !== 'add') memberOf(parent, last)
    if (operation.op === 'remove' && Array.isArray(parent)) parent.splice(Number(last), 1)
    else if (operation.op === 'remove') delete (parent as JsonObject)[last]
    else if (isAppended) parent.push(operation.value)
    else (parent as JsonObject)[last] = operation.value
  }
  return copy
}

function memberOf(value: Json, key: string): Json {
  const member = typeof value === 'object' && value !== null ? (value as JsonObject)[key] : undefined
  if (member === undefined) throw new Error(`There is no “${key}”`)
  return member
}
