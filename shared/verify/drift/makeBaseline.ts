import { type Digest, digest } from '../../audit/digest.ts'
import type { Json } from '../../json.ts'
import { type BaselineField, type CategoryCounts, type FieldType, kept } from './baseline.ts'
import { sketchNumbers } from './bins.ts'
import { numbersIn, textsIn } from './observed.ts'
import { featuresOf, unknownShare } from './readText.ts'

/** The values of each field, and how they are compared. */
export type Observations = Readonly<Record<string, { as: FieldType; values: readonly Json[] }>>

/** What of a baseline is compared with: its name, version and history aside. */
export type BaselineContent = { fields: Record<string, BaselineField>; samples: number; digest: Digest }

/** Makes a baseline of values. What can’t be used as what its field is, is counted and left out. */
export function makeBaseline(name: string, observations: Observations): BaselineContent {
  const fields: Record<string, BaselineField> = Object.fromEntries(
    Object.entries(observations).map(([field, { as, values }]) => [field, makeField(as, values)]),
  )
  const samples = Math.max(0, ...Object.values(fields).map((field) => field.samples))
  return { fields, samples, digest: digest({ name, fields, samples }) }
}

function makeField(as: FieldType, values: readonly Json[]): BaselineField {
  switch (as) {
    case 'number': {
      const { used, unusable } = numbersIn(values)
      return { as, samples: used.length, unusable, sketch: sketchNumbers(used) }
    }
    case 'category': {
      const { used, unusable } = textsIn(as, values)
      return { as, samples: used.length, unusable, categories: countCategories(used) }
    }
    case 'text': {
      const { used, unusable } = textsIn(as, values)
      const texts = used.map(featuresOf)
      // Half of the texts say which words there are, the other half how many others an ordinary text has.
      const { counts: vocabulary } = counted(
        texts.filter((_, index) => index % 2 === 0).flatMap(({ words }) => words),
        kept.words,
      )
      const known = new Set(Object.keys(vocabulary))
      const others = texts.filter((_, index) => index % 2 === 1)
      return {
        as,
        samples: used.length,
        unusable,
        length: sketchNumbers(texts.map(({ length }) => length)),
        vocabulary,
        unknown: sketchNumbers(others.map((text) => unknownShare(text, known))),
        kinds: countCategories(texts.map(({ kind }) => kind)),
      }
    }
  }
}

/** How often each category comes: the most frequent ones, and all others together. */
export const countCategories = (categories: readonly string[]): CategoryCounts =>
  counted(categories, kept.categories)

/** The most frequent, by how often they come; of equals the one that sorts first. */
function counted(items: readonly string[], limit: number): CategoryCounts {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  const sorted = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const other = sorted.slice(limit).reduce((sum, [, count]) => sum + count, 0)
  return { counts: Object.fromEntries(sorted.slice(0, limit)), other }
}
