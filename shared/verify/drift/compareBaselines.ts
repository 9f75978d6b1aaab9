import type { BaselineField, CategoryCounts, FieldType } from './baseline.ts'
import { type Compared, defaultThreshold } from './compareBins.ts'
import { compareCategories, compareNumbers } from './compareField.ts'
import type { DriftPart } from './outcome.ts'

/** What a version of a baseline says of a field against the version before. */
export type FieldDifference =
  | { field: string; change: 'added' | 'removed'; as: FieldType }
  /** It was compared as another type before. */
  | { field: string; change: 'retyped'; was: FieldType; as: FieldType }
  | { field: string; change: 'same'; as: FieldType }
  | { field: string; change: 'moved'; as: FieldType; parts: DriftPart[] }

type Fields = Readonly<Record<string, BaselineField>>

/** How a proposed baseline differs from the one that holds, field by field, for whoever decides on it. */
export function compareBaselines(before: Fields, after: Fields): FieldDifference[] {
  const removed = Object.entries(before)
    .filter(([field]) => !Object.hasOwn(after, field))
    .map(([field, { as }]) => ({ field, change: 'removed' as const, as }))
  const kept = Object.entries(after).map(([field, proposed]): FieldDifference => {
    const held = Object.hasOwn(before, field) ? before[field] : undefined
    const { as } = proposed
    if (!held) return { field, change: 'added', as }
    if (held.as !== as) return { field, change: 'retyped', was: held.as, as }
    if (JSON.stringify(held) === JSON.stringify(proposed)) return { field, change: 'same', as }
    return { field, change: 'moved', as, parts: partsOf(held, proposed) }
  })
  return [...kept, ...removed]
}

const bar = { threshold: defaultThreshold.psi, among: 1 }
const part = (of: DriftPart['of'], compared: Compared): DriftPart => ({ of, ...compared })

function partsOf(held: BaselineField, proposed: BaselineField): DriftPart[] {
  if (held.as === 'number' && proposed.as === 'number')
    return [part('values', compareNumbers(held.sketch, proposed.sketch.values, 'psi', bar))]
  if (held.as === 'category' && proposed.as === 'category')
    return [part('values', compareCategories(held.categories, listed(proposed.categories), 'psi', bar))]
  if (held.as === 'text' && proposed.as === 'text')
    // How new the words are is told against one’s own vocabulary, so it says nothing between two.
    return [
      part('length', compareNumbers(held.length, proposed.length.values, 'psi', bar)),
      part('kind', compareCategories(held.kinds, listed(proposed.kinds), 'psi', bar)),
    ]
  return []
}

/** Counted categories as they came, in some order. What was not counted by name stays out. */
const listed = ({ counts }: CategoryCounts): string[] =>
  Object.entries(counts).flatMap(([category, count]) => Array.from({ length: count }, () => category))
