import type { RunEvent } from '../engine/event.ts'
import { isSameJson } from '../isSameJson.ts'
import { type Entry, type EntryField, type EntryKind, entryFields, type Section } from './runEntry.ts'
import { runOutline } from './runOutline.ts'

/** What two runs did in the same place; null on the side of the run that did not do it. */
export type EntryPair = {
  key: string
  kind: EntryKind
  name: string
  a: Entry | null
  b: Entry | null
  /** The fields that differ, where both did it. */
  changed: readonly EntryField[]
}

export type SectionFigures = Pick<Section, 'startedAt' | 'endedAt' | 'costUsd' | 'fromSeq'>

/** The run itself (iteration 0) or one iteration, side by side. */
export type SectionDiff = {
  iteration: number
  a: SectionFigures | null
  b: SectionFigures | null
  pairs: readonly EntryPair[]
  /** How many of the pairs differ. */
  differences: number
}

export type RunDiff = { sections: readonly SectionDiff[]; differences: number }

/** What is not compared. */
export type SetAside = { kinds: readonly EntryKind[]; fields: readonly EntryField[] }

const nothing: SetAside = { kinds: [], fields: [] }

/** Who called, operated and decided is another by nature, where one side is a simulation. */
export const asideInSimulations: SetAside = { kinds: ['request', 'operator'], fields: ['by', 'note'] }

/**
 * How two runs differ. Iterations are aligned by their number, and what happened in them by what it is and its name, so that a step that
 * came earlier or took longer is still the same step. Times and costs are told of each side, and are no differences.
 */
export function diffRuns(a: Iterable<RunEvent>, b: Iterable<RunEvent>, aside = nothing): RunDiff {
  const sides = [byIteration(runOutline(a)), byIteration(runOutline(b))] as const
  const numbers = [...new Set(sides.flatMap((side) => [...side.keys()]))].sort((one, other) => one - other)
  const sections = numbers.map((number) =>
    diffSection(number, sides[0].get(number), sides[1].get(number), aside),
  )
  return { sections, differences: sections.reduce((sum, { differences }) => sum + differences, 0) }
}

export function isDifferent({ a, b, changed }: EntryPair): boolean {
  return a === null || b === null || changed.length > 0
}

function byIteration(sections: readonly Section[]): ReadonlyMap<number, Section> {
  return new Map(sections.map((section) => [section.iteration, section]))
}

function diffSection(
  iteration: number,
  a: Section | undefined,
  b: Section | undefined,
  aside: SetAside,
): SectionDiff {
  const [placesA, placesB] = [placesOf(a), placesOf(b)]
  const keys = [...new Set([...placesA.keys(), ...placesB.keys()])]
  const sorted = keys
    .map((key) => ({ key, places: sortedPlaces(placesA.get(key), placesB.get(key)) }))
    .sort(byPlace)
  const pairs = sorted.flatMap(({ key }) => pairOf(key, a?.entries.get(key), b?.entries.get(key), aside))
  const differences = pairs.filter(isDifferent).length
  return { iteration, a: figuresOf(a), b: figuresOf(b), pairs, differences }
}

function placesOf(section: Section | undefined): ReadonlyMap<string, number> {
  return new Map([...(section?.entries.keys() ?? [])].map((key, place) => [key, place]))
}

type Placed = { key: string; places: readonly [number, number] }

function sortedPlaces(one = Number.POSITIVE_INFINITY, other = Number.POSITIVE_INFINITY): Placed['places'] {
  const first = Math.min(one, other)
  const last = Math.max(one, other)
  return [first, Number.isFinite(last) ? last : first]
}

/** In the order in which things happened, which is the same whichever side is named first. */
function byPlace(one: Placed, other: Placed): number {
  return (
    one.places[0] - other.places[0] ||
    one.places[1] - other.places[1] ||
    (one.key < other.key ? -1 : Number(one.key > other.key))
  )
}

function pairOf(key: string, a: Entry | undefined, b: Entry | undefined, aside: SetAside): EntryPair[] {
  const either = a ?? b
  if (!either || aside.kinds.includes(either.kind)) return []
  const changed = a && b ? changedFields(a, b).filter((field) => !aside.fields.includes(field)) : []
  return [{ key, kind: either.kind, name: either.name, a: a ?? null, b: b ?? null, changed }]
}

function changedFields(a: Entry, b: Entry): readonly EntryField[] {
  return entryFields.filter((name) => !isSame(a, b, name))
}

function isSame(a: Entry, b: Entry, name: EntryField): boolean {
  const [one, other] = [a.fields[name], b.fields[name]]
  return isSameJson(one, other)
}

function figuresOf(section: Section | undefined): SectionFigures | null {
  if (!section) return null
  const { startedAt, endedAt, costUsd, fromSeq } = section
  return { startedAt, endedAt, costUsd, fromSeq }
}
