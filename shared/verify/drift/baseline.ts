import { z } from 'zod'
import { Digest } from '../../audit/digestFormat.ts'
import { ItemId, ResourceName } from '../../graph/ids.ts'

const count = z.int().min(0)

/** The most numbers of a baseline that are kept, the most categories, and the most words. */
export const kept = { numbers: 1000, categories: 200, words: 1000 } as const

/** How numbers are distributed. */
export const NumberSketch = z.strictObject({
  /**
   * The edges of the bins, ascending: deciles, the smallest and the largest number among them. The first bin is what is below all edges, the
   * last what is above; a bin between two edges holds its lower one, and the last of these both.
   */
  edges: z.array(z.number()).min(1).max(40),
  /** How many numbers fell into each bin. */
  counts: z.array(count),
  /** The numbers, ascending; when there were more than a thousand, a thousand at even ranks. */
  values: z.array(z.number()).max(kept.numbers),
})
export type NumberSketch = z.infer<typeof NumberSketch>

/** How often each category came. */
export const CategoryCounts = z.strictObject({
  counts: z.record(z.string(), count),
  /** All that is not among the two hundred most frequent. */
  other: count,
})
export type CategoryCounts = z.infer<typeof CategoryCounts>

const fieldBase = {
  /** How many values there were that could be used. */
  samples: count,
  /** How many could not: missing, or of another type. */
  unusable: count,
}

export const BaselineField = z.discriminatedUnion('as', [
  z.strictObject({ as: z.literal('number'), ...fieldBase, sketch: NumberSketch }),
  z.strictObject({ as: z.literal('category'), ...fieldBase, categories: CategoryCounts }),
  z.strictObject({
    as: z.literal('text'),
    ...fieldBase,
    /** Lengths in characters. */
    length: NumberSketch,
    /** The most frequent words of every other text, and in how many of these each stands. */
    vocabulary: z.record(z.string(), count),
    /** Of each text that the vocabulary was not made from, the share of its words that are not in it. */
    unknown: NumberSketch,
    /** What kind of text: the writing it is in, or what it looks like. */
    kinds: CategoryCounts,
  }),
])
export type BaselineField = z.infer<typeof BaselineField>
export type FieldType = BaselineField['as']

/** Where the values of a baseline come from. */
export const BaselineSource = z.discriminatedUnion('type', [
  /** The values that the loop’s last runs added. */
  z.strictObject({ type: z.literal('window'), since: z.int(), until: z.int() }),
  /** Values that somebody gave. */
  z.strictObject({ type: z.literal('values') }),
  /** An earlier version. */
  z.strictObject({ type: z.literal('version'), version: z.int().min(1) }),
])
export type BaselineSource = z.infer<typeof BaselineSource>

/** What values are compared with: how each field was distributed when somebody said that it was well. Immutable. */
export const Baseline = z.strictObject({
  name: ResourceName,
  version: z.int().min(1),
  /** Of its name, its fields and its samples: of what is compared with. */
  digest: Digest,
  fields: z.record(ItemId, BaselineField),
  /** How many values the field with the most has. */
  samples: count,
  from: BaselineSource,
  /** In milliseconds since the epoch. */
  createdAt: z.int(),
  createdBy: z.string(),
  /** Null until somebody else has approved it. */
  approvedBy: z.string().nullable(),
  note: z.string().max(500),
})
export type Baseline = z.infer<typeof Baseline>
