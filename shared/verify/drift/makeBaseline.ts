import { type Digest, digest } from '../../audit/digest.ts'
import type { Json } from '../../json.ts'
import { type BaselineField, type CategoryCounts, type FieldType, kept } from './baseline.ts'
import { sketchNumbers } from './bins.ts'
import { numbersIn, textsIn } from './observed.ts'
import { kindOfText, unknownShare, wordsOf } from './readText.ts'

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
      // Half of the texts say which words there are, the other half how many others an ordinary text has.
      const vocabulary = countWords(used.filter((_, index) => index % 2 === 0))
      const known = new Set(Object.keys(vocabulary))
      const others = used.filter((_, index) => index % 2 === 1)
      return {
        as,
        samples: used.length,
        unusable,
        length: sketchNumbers(used.map(lengthOf)),
        vocabulary,
        unknown: sketchNumbers(others.map((text) => unknownShare(text, known))),
        kinds: countCategories(used.map(kindOfText)),
      }
    }
  }
}

/** The length of a text in characters, by code point. */
export const lengthOf = (text: string) => Array.from(text).length

/** How often each category comes. */
export function countCategories(categories: readonly string[]): CategoryCounts {
  const { most, rest } = mostFrequent(categories, kept.categories)
  return { counts: most, other: rest }
}

const countWords = (texts: readonly string[]) => mostFrequent(texts.flatMap(wordsOf), kept.words).most

/** The most frequent, by how often they come; of equals the one that sorts first. */
function mostFrequent(
  items: readonly string[],
  limit: number,
): { most: Record<string, number>; rest: number } {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  const sorted = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const rest = sorted.slice(limit).reduce((sum, [, count]) => sum + count, 0)
  return { most: Object.fromEntries(sorted.slice(0, limit)), rest }
}
