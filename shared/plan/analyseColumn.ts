import type { CellSet, Scalar } from './analyseCell.ts'

export type ScalarKind = 'number' | 'string' | 'bool' | 'null'

/** What a column's value can be, as far as its schema tells. */
export type ColumnDomain = {
  /** Null when nothing tells: then it is what its cells compare it with. */
  kinds: readonly ScalarKind[] | null
  /** All values that there are, where they are listed. */
  values: readonly Scalar[] | null
  isInteger: boolean
  /** Numbers lie between these. */
  least: { value: number; isOpen: boolean } | null
  greatest: { value: number; isOpen: boolean } | null
  /** Whether each number between the bounds, and each text, is one that the schema allows. */
  isFull: boolean
}

export const anyDomain: ColumnDomain = {
  kinds: null,
  values: null,
  isInteger: false,
  least: null,
  greatest: null,
  isFull: true,
}

/**
 * Values of a column, one for each part of its domain in which no cell can tell two values apart: every literal, what lies between two
 * numbers, and what is none of the literals. Empty when the cells compare it with nothing.
 */
export function partsOf(domain: ColumnDomain, cells: readonly CellSet[]): Scalar[] {
  if (domain.values) return [...new Set(domain.values)]
  const known = cells.flatMap((cell) => (cell.is === 'known' ? [cell] : []))
  const literals = new Set(known.flatMap((cell) => cell.literals))
  const readsBool = known.some((cell) => cell.readsBool)
  const compared = new Set([...literals].map(kindOf))
  if (readsBool) compared.add('bool')
  const kinds = domain.kinds ?? [...compared]
  if (literals.size === 0 && !readsBool && !kinds.every((kind) => kind === 'bool' || kind === 'null'))
    return []
  return kinds.flatMap((kind): Scalar[] => {
    switch (kind) {
      case 'number':
        return numberParts(
          domain,
          [...literals].filter((value) => typeof value === 'number'),
        )
      case 'string':
        return textParts(
          domain,
          [...literals].filter((value) => typeof value === 'string'),
        )
      case 'bool':
        return [true, false]
      case 'null':
        return [null]
    }
  })
}

function kindOf(value: Scalar): ScalarKind {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'number' ? 'number' : 'string'
}

/** Each threshold, and a number between each two of them and beyond the outer ones, as far as the domain goes. */
function numberParts(domain: ColumnDomain, literals: readonly number[]): number[] {
  const { least, greatest, isInteger, isFull } = domain
  const bounds = [least, greatest].flatMap((bound) => (bound ? [bound.value] : []))
  const thresholds = [
    ...new Set([...literals, ...bounds].map((value) => (value === 0 ? 0 : value))),
  ].toSorted((a, b) => a - b)
  const between = isFull
    ? [-Infinity, ...thresholds].map((from, place) =>
        numberIn(from, thresholds[place] ?? Infinity, isInteger),
      )
    : []
  return [...thresholds, ...between]
    .filter((value) => value !== null)
    .filter((value) => !isInteger || Number.isInteger(value))
    .filter((value) => !least || value > least.value || (value === least.value && !least.isOpen))
    .filter((value) => !greatest || value < greatest.value || (value === greatest.value && !greatest.isOpen))
    .toSorted((a, b) => a - b)
}

/** A number, or an integer, that lies between two; null when there is none. */
function numberIn(from: number, to: number, isInteger: boolean): number | null {
  const candidates =
    from === -Infinity && to === Infinity
      ? [0]
      : from === -Infinity
        ? [Math.ceil(to) - 1, to * 2]
        : to === Infinity
          ? [Math.floor(from) + 1, from * 2]
          : [Math.floor(from) + 1, from + (to - from) / 2]
  const found = candidates.find(
    (value) =>
      value > from && value < to && Number.isFinite(value) && (!isInteger || Number.isInteger(value)),
  )
  return found ?? null
}

function textParts({ isFull }: ColumnDomain, literals: readonly string[]): string[] {
  if (!isFull) return [...literals]
  let other = 'other'
  for (let count = 2; literals.includes(other); count += 1) other = `other ${count}`
  return [...literals, other]
}
