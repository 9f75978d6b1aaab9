import type { Scope } from '../engine/effect.ts'
import { evaluate } from '../expr/evaluate.ts'
import { referencesOf } from '../expr/references.ts'
import { isSameJson } from '../isSameJson.ts'
import type { Json } from '../json.ts'

export type CellMatch = { ok: true; matches: boolean } | { ok: false; error: string }

/** Whether a cell leaves its column open. */
export function isAny(cell: string): boolean {
  const text = cell.trim()
  return text === '' || text === '-'
}

/**
 * Whether a column's value fits a cell: a literal fits an equal value, a list any of its members, and any other
 * expression decides for itself over `it` and the scope.
 */
export function matchCell(cell: string, it: Json, scopeWithIt: Scope): CellMatch {
  const result = evaluate(cell, scopeWithIt)
  if (!result.ok) return result
  const { value } = result
  if (Array.isArray(value)) return { ok: true, matches: value.some((member) => isSameJson(member, it)) }
  if (isLiteral(cell)) return { ok: true, matches: isSameJson(value, it) }
  if (typeof value === 'boolean') return { ok: true, matches: value }
  return { ok: false, error: 'The cell is neither a literal nor a condition.' }
}

/** An expression that reads nothing stands for its value. */
function isLiteral(cell: string): boolean {
  return referencesOf(cell).roots.size === 0
}
