import type { Fix } from '../../../shared/compile/diagnostic.ts'
import { parsePointer, pointerOf, readPointer, writePointer } from './jsonPointer.ts'

export type PatchResult = { ok: true; value: unknown } | { ok: false; reason: string }

/** Applies a JSON Patch (RFC 6902: add, replace, remove) to a copy that shares what it can, or says which part fails. */
export function applyPatch(root: unknown, patch: Fix['patch']): PatchResult {
  let value = root
  for (const operation of patch) {
    const tokens = parsePointer(operation.path)
    const parentPointer = pointerOf(...tokens.slice(0, -1))
    const parent = tokens.length === 0 ? value : readPointer(value, parentPointer)
    if (typeof parent !== 'object' || parent === null) {
      return { ok: false, reason: `There is nothing at ${parentPointer}` }
    }
    const exists = readPointer(value, operation.path) !== undefined
    if (operation.op !== 'add' && !exists) {
      return { ok: false, reason: `There is nothing at ${operation.path}` }
    }
    if (operation.op === 'add' && Array.isArray(parent)) {
      const at = insertionIndex(tokens.at(-1) ?? '-', parent.length)
      if (at === null) return { ok: false, reason: `${operation.path} is not a place in the list` }
      value = writePointer(value, parentPointer, [
        ...parent.slice(0, at),
        operation.value,
        ...parent.slice(at),
      ])
    } else {
      value = writePointer(value, operation.path, operation.op === 'remove' ? undefined : operation.value)
    }
  }
  return { ok: true, value }
}

function insertionIndex(token: string, length: number): number | null {
  if (token === '-') return length
  const index = Number(token)
  return Number.isInteger(index) && index >= 0 && index <= length ? index : null
}
