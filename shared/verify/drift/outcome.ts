import { z } from 'zod'

/** What a field is compared by. */
export const DriftTest = z.enum(['psi', 'ks', 'chi-square'])
export type DriftTest = z.infer<typeof DriftTest>

/** A bin of the baseline’s and the window’s histograms, as shares from 0 to 1. */
export const DriftBin = z.strictObject({ label: z.string(), baseline: z.number(), window: z.number() })
export type DriftBin = z.infer<typeof DriftBin>

/** One comparison. A number or a category has one; a text three: its length, its words and what kind of text it is. */
export const DriftPart = z.strictObject({
  of: z.enum(['values', 'length', 'vocabulary', 'kind']),
  test: DriftTest,
  statistic: z.number(),
  pValue: z.number().min(0).max(1),
  drifted: z.boolean(),
  bins: z.array(DriftBin),
})
export type DriftPart = z.infer<typeof DriftPart>

export const DriftEvidence = z.strictObject({
  /** How many values were compared on either side. */
  baselineSamples: z.int(),
  windowSamples: z.int(),
  /** How many values of the window could not be used: missing, or of another type. */
  unusable: z.int(),
  parts: z.array(DriftPart),
  /** Of a text: words of the window that the baseline does not know, most frequent first, and in how many texts each stands. */
  newWords: z.array(z.strictObject({ word: z.string(), texts: z.int() })).optional(),
})
export type DriftEvidence = z.infer<typeof DriftEvidence>

/** Whether a field has drifted. */
export const DriftOutcome = z.strictObject({
  field: z.string(),
  result: z.enum(['pass', 'fail', 'inconclusive']),
  /** Of the comparison that is furthest off; null when none was made. */
  statistic: z.number().nullable(),
  /** How likely a statistic as large is by chance alone, 0 to 1. */
  pValue: z.number().nullable(),
  test: DriftTest,
  /** From where on it counts as drift: at or above it for a population stability index, below it for a p-value. */
  threshold: z.number(),
  /** 0 for no drift, 0.5 at the threshold, up to 1 at twice as much. */
  severity: z.number().min(0).max(1),
  message: z.string(),
  evidence: DriftEvidence,
})
export type DriftOutcome = z.infer<typeof DriftOutcome>
