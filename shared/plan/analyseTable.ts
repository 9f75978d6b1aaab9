import type { TableInput } from '../graph/nodes/planner.ts'
import { type Box, meet, uncovered, type Work } from './analyseBoxes.ts'
import { type CellSet, readCell, type Scalar } from './analyseCell.ts'
import { anyDomain, type ColumnDomain, partsOf } from './analyseColumn.ts'

/** An input, by the label of each column that matters. */
export type Example = readonly { label: string; value: Scalar }[]

/** Rules and columns are named by their places. */
export type TableFindings = {
  /** Two rules that both match the example. */
  overlaps: { rule: number; other: number; example: Example }[]
  /** `by` is a rule that comes before it whenever it matches; null when several do so together. */
  shadowed: { rule: number; by: number | null }[]
  /** Rules that match nothing that the column can be. */
  empty: { rule: number; column: number }[]
  /** Cells that were not understood: they may match anything. */
  unknown: { rule: number; column: number }[]
}

/** What was found, and whether it is all: the work is bounded. */
export type Bounded<T> = { found: T; isCut: boolean }

type Rule = { cells: readonly string[] }
/** `parts` are values that stand for all that the column can be; `size` counts them, and is more for what has no values. */
type Dimension = { label: string; parts: readonly Scalar[]; size: number }

/** Boxes looked at, and pairs compared. A table within it is looked through in a tenth of a second. */
const mostWork = 50_000
const mostRules = 300

/**
 * What can be told of a decision table from its cells: each rule is a box in the space of its columns. A cell that is not understood
 * is a dimension of its own, true or false, of which nothing more is assumed.
 */
export class TableAnalysis {
  readonly #rules: readonly Rule[]
  readonly #dimensions: readonly Dimension[]
  /** What a rule certainly matches; null when it has a cell that is not understood. */
  readonly #certain: readonly (Box | null)[]
  /** What a rule may match, however unknown cells turn out. */
  readonly #possible: readonly Box[]
  /** What it may match, and what it certainly matches, when its own unknown cells let it. */
  readonly #taking: readonly { may: Box; certain: Box }[]
  readonly empty: TableFindings['empty']
  readonly unknown: TableFindings['unknown']
  readonly isCut: boolean

  constructor(inputs: readonly TableInput[], rules: readonly Rule[], domains: readonly ColumnDomain[] = []) {
    this.#rules = rules.slice(0, mostRules)
    this.isCut = rules.length > mostRules
    const cells = this.#rules.map((rule) => inputs.map((_, column) => readCell(rule.cells[column] ?? '')))
    const columns = columnsByExpression(inputs)
    const known = columns.map((same): Dimension => {
      const [first = 0] = same
      const parts = partsOf(
        domains[first] ?? anyDomain,
        cells.flatMap((row) => same.flatMap((column) => row[column] ?? [])),
      )
      return { label: inputs[first]?.label ?? '', parts, size: Math.max(parts.length, 1) }
    })
    const keysOf = (row: readonly CellSet[]) =>
      row.flatMap((cell, column) => unknownKey(inputs, cell, column))
    const keys = [...new Set(cells.flatMap(keysOf))]
    this.#dimensions = [...known, ...keys.map((): Dimension => ({ label: '', parts: [], size: 2 }))]

    const boxOf = (row: readonly CellSet[], onError: boolean, isTaken: boolean): Box => {
      const own = new Set(isTaken ? keysOf(row) : [])
      const fits = known.map((dimension, place) =>
        (columns[place] ?? []).reduce(
          (box, column) => box & fitting(row[column], dimension, onError),
          all(dimension),
        ),
      )
      return [...fits, ...keys.map((key) => (own.has(key) ? 2n : 3n))]
    }
    this.#possible = cells.map((row) => boxOf(row, true, false))
    this.#certain = cells.map((row) => (keysOf(row).length > 0 ? null : boxOf(row, false, true)))
    this.#taking = cells.map((row) => ({ may: boxOf(row, true, true), certain: boxOf(row, false, true) }))
    this.empty = this.#possible.flatMap((box, rule) => {
      const [column] = (columns[box.indexOf(0n)] ?? []).filter((each) => cells[rule]?.[each]?.is === 'known')
      return column === undefined ? [] : [{ rule, column }]
    })
    this.unknown = cells.flatMap((row, rule) =>
      row.flatMap((cell, column) => (cell.is === 'unknown' ? [{ rule, column }] : [])),
    )
  }

  /** For each rule the first one before it that certainly matches one input with it, among those that matter. */
  overlaps(matters: (rule: number, other: number) => boolean = () => true): TableFindings['overlaps'] {
    return this.#certain.flatMap((box, rule) => {
      for (const [other, before] of this.#certain.slice(0, rule).entries()) {
        const both = box && before && meet(before, box)
        if (both && matters(rule, other)) return [{ rule, other, example: this.#exampleOf(both) }]
      }
      return []
    })
  }

  /** Whether two rules may match one input. */
  mayMeet(one: number, other: number): boolean {
    const first = this.#possible[one]
    const second = this.#possible[other]
    return !first || !second || meet(first, second) !== null
  }

  /** Rules that never get their turn, because those before them do whenever they match. */
  shadowed(isBefore: (rule: number, of: number) => boolean): Bounded<TableFindings['shadowed']> {
    const work: Work = { left: mostWork }
    let isCut = false
    const found = this.#taking.flatMap(({ may }, rule): TableFindings['shadowed'] => {
      if (may.includes(0n)) return []
      const before = this.#taking.flatMap(({ certain }, place) =>
        isBefore(place, rule) && meet(may, certain) ? [{ place, certain }] : [],
      )
      const alone = before.find(({ certain }) => uncovered(may, [certain], work) === null)
      if (alone) return [{ rule, by: alone.place }]
      const left = uncovered(
        may,
        before.map(({ certain }) => certain),
        work,
      )
      if (left === 'unknown') isCut = true
      return left === null ? [{ rule, by: null }] : []
    })
    return { found, isCut }
  }

  /** An input that certainly no rule matches. */
  gap(): Bounded<Example | null> {
    const left = uncovered(this.#dimensions.map(all), this.#possible, { left: mostWork })
    if (left === 'unknown') return { found: null, isCut: true }
    return { found: left && this.#exampleOf(left), isCut: false }
  }

  #exampleOf(box: Box): Example {
    return this.#dimensions.flatMap(({ label, parts }, dimension) => {
      const chosen = box[dimension] ?? 0n
      const place = parts.findIndex((_, part) => (chosen & (1n << BigInt(part))) !== 0n)
      const value = parts[place]
      return value === undefined ? [] : [{ label, value }]
    })
  }
}

/** Columns with one expression have one value. */
function columnsByExpression(inputs: readonly TableInput[]): number[][] {
  const byExpression = new Map<string, number[]>()
  for (const [column, { expr }] of inputs.entries())
    byExpression.set(expr.trim(), [...(byExpression.get(expr.trim()) ?? []), column])
  return [...byExpression.values()]
}

/** All parts of a dimension. */
function all({ size }: Dimension): bigint {
  return (1n << BigInt(size)) - 1n
}

/** The parts that a cell lets through; `onError` tells whether those count that it can't be compared with. */
function fitting(cell: CellSet | undefined, dimension: Dimension, onError: boolean): bigint {
  if (cell?.is !== 'known' || dimension.parts.length === 0) return all(dimension)
  return dimension.parts.reduce<bigint>((box, value, part) => {
    const result = cell.test(value)
    return result === true || (result === 'error' && onError) ? box | (1n << BigInt(part)) : box
  }, 0n)
}

/** Cells of one column that read the same let the same through. */
function unknownKey(inputs: readonly TableInput[], cell: CellSet, column: number): string[] {
  return cell.is === 'unknown' ? [JSON.stringify([inputs[column]?.expr.trim() ?? '', cell.source])] : []
}
