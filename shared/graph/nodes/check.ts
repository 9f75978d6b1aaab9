import { z } from 'zod'
import { ItemId, ResourceName } from '../ids.ts'
import { Cel, JsonPointer, JsonSchema, Template, TemplateText } from '../text.ts'
import { Retry } from './action.ts'

/** What a failed check leads to; `flag` lowers the score and records it, no more. */
export const Consequence = z.enum(['flag', 'replan', 'rollback', 'escalate', 'bail'])
export type Consequence = z.infer<typeof Consequence>

/** A check that is made of some runs only. */
export const Sample = z.strictObject({
  /**
   * The share of runs in which the check is made when nothing speaks against them, 0 to 1. It grows with the risk found so far, the risk
   * of the run's last verdict and the loop's recent failures: `rate + (1 - rate) * max(of the three)`.
   */
  rate: z.number().min(0).max(1),
})
export type Sample = z.infer<typeof Sample>

const checkBase = {
  id: ItemId,
  /** What reviewers read; the id when left out. */
  title: z.string().max(120).optional(),
  /** How much it counts in the risk score. Default 1. */
  weight: z.number().min(0).max(1000).optional(),
  /** What it leads to when it fails. */
  onFail: Consequence,
  /** What it leads to when it could not be made. Default: what the verifier says. */
  onInconclusive: Consequence.optional(),
  /** In which runs it is made. In all of them when left out. */
  sample: Sample.optional(),
  /** What is said when it fails. */
  message: z.string().max(500).optional(),
}

/** Holds when what is judged is there, complete, unique and fresh. It is as severe as the largest share that is at fault. */
export const DataQualityCheck = z.strictObject({
  type: z.literal('quality'),
  ...checkBase,
  /** The value that is looked at. */
  target: Cel,
  /** What must be there, by JSON Pointer: not missing, not null, not empty text. */
  required: z.array(JsonPointer).max(200).optional(),
  /** The share of `required` that must be there, 0 to 1. Default 1: all of it. */
  minComplete: z.number().min(0).max(1).optional(),
  /** By JSON Pointer into each item, what no two items may share; the target is a list then. Empty for the item itself. */
  unique: JsonPointer.optional(),
  /** How old it may be. */
  fresh: z
    .strictObject({
      /** When it was observed: a timestamp, RFC 3339 text, or milliseconds since the epoch. */
      at: Cel,
      /** How many seconds that may be ago. */
      maxAgeSeconds: z.number().positive().max(315_360_000),
    })
    .optional(),
})
export type DataQualityCheck = z.infer<typeof DataQualityCheck>

/** Holds when the value of the expression is valid against the JSON Schema. */
export const SchemaCheck = z.strictObject({
  type: z.literal('schema'),
  ...checkBase,
  /** The value that is looked at. */
  target: Cel,
  /** What it must be valid against. */
  schema: JsonSchema,
})
export type SchemaCheck = z.infer<typeof SchemaCheck>

/**
 * Holds when the texts of a value show few signs of manipulation (`incoming`: injected instructions, disguised ones too) or of a leak
 * (`outgoing`: credentials, instructions of a model, data in links). It is as severe as the risk. What is scored: `shared/prompt`.
 */
export const IntegrityCheck = z.strictObject({
  type: z.literal('integrity'),
  ...checkBase,
  /** The value that is looked at. */
  target: Cel,
  /** Whether it is on its way into a model, or came out of one. */
  direction: z.enum(['incoming', 'outgoing']),
  /** The risk, 0 to 1, from which on the check fails. Default 0.5. */
  maxRisk: z.number().min(0).max(1).optional(),
})
export type IntegrityCheck = z.infer<typeof IntegrityCheck>

/** Holds when the expression is true. An error makes it inconclusive, which is not success. */
export const RuleCheck = z.strictObject({
  type: z.literal('rule'),
  ...checkBase,
  /** The condition. */
  expr: Cel,
})
export type RuleCheck = z.infer<typeof RuleCheck>

/**
 * Holds when a value is what was expected: numbers, wherever they stand in it, within the tolerance, all else equal. A number is within
 * it when it differs by no more than `absolute`, or by no more than `relative` times the expected number.
 */
export const VarianceCheck = z.strictObject({
  type: z.literal('variance'),
  ...checkBase,
  /** What came. */
  actual: Cel,
  /** What was expected. Default: `plan.expected`. */
  expected: Cel.optional(),
  /** How far numbers may be off. */
  tolerance: z.strictObject({
    /** In the numbers' own unit. Default 0. */
    absolute: z.number().min(0).optional(),
    /** As a share of the expected number. Default 0. */
    relative: z.number().min(0).optional(),
  }),
})
export type VarianceCheck = z.infer<typeof VarianceCheck>

/** A value that is compared with a baseline, over the last runs. */
export const DriftField = z.strictObject({
  /** The field of the baseline. */
  name: ItemId,
  /** The value that this run adds. */
  value: Cel,
  /** How it is compared: by its size, by which of some values it is, or by length and words. */
  as: z.enum(['number', 'category', 'text']),
  /** The statistic. Default: `psi`. */
  test: z.enum(['psi', 'ks', 'chi-square']).optional(),
  /** From where on it counts as drift. Default: a population stability index of 0.2, a p-value below 0.01. */
  threshold: z.number().min(0).max(1000).optional(),
})
export type DriftField = z.infer<typeof DriftField>

/** Holds when the last runs' values are distributed as in the loop's approved baseline. */
export const DriftCheck = z.strictObject({
  type: z.literal('drift'),
  ...checkBase,
  /** The baseline of the loop that the values are compared with. */
  baseline: ResourceName,
  /** What is compared. */
  fields: z.array(DriftField).min(1).max(20),
  /** How many of the last runs count. Default 200. */
  window: z.int().min(1).max(5000).optional(),
  /** With fewer values than this the check is inconclusive. Default 30. */
  minSamples: z.int().min(1).max(5000).optional(),
})
export type DriftCheck = z.infer<typeof DriftCheck>

/** Where an external checker is asked. Headers and path may read secrets. */
export const CheckCall = z.strictObject({
  /** A host of the workspace. */
  host: ResourceName,
  method: z.literal('POST'),
  /** The path that is posted to. */
  path: TemplateText,
  /** Headers of the request; they may read secrets. */
  headers: z.record(z.string(), TemplateText).optional(),
})
export type CheckCall = z.infer<typeof CheckCall>

/** An external checker is asked, by the verifier contract. */
export const HttpCheck = z.strictObject({
  type: z.literal('http'),
  ...checkBase,
  call: CheckCall,
  /** What the checker is shown. */
  about: Template,
  /** Of one attempt. Default 30. */
  timeoutSeconds: z.number().positive().max(900).optional(),
  retry: Retry.optional(),
  /** For a check that flaps: it is asked up to `of` times and holds once `need` answers hold. */
  votes: z
    .strictObject({
      /** How often it is asked at most. */
      of: z.int().min(1).max(9),
      /** How many answers have to hold. */
      need: z.int().min(1).max(9),
    })
    .optional(),
})
export type HttpCheck = z.infer<typeof HttpCheck>

/** A check, by the layer that it belongs to. Layers are made in this order, checks of one layer in the order of the document. */
export const Check = z.discriminatedUnion('type', [
  DataQualityCheck,
  SchemaCheck,
  IntegrityCheck,
  RuleCheck,
  VarianceCheck,
  DriftCheck,
  HttpCheck,
])
export type Check = z.infer<typeof Check>
export type CheckType = Check['type']
export type CheckOf<T extends CheckType> = Extract<Check, { type: T }>

/** The types of checks in the order in which they are made. */
export const checkTypes = [
  'quality',
  'schema',
  'integrity',
  'rule',
  'variance',
  'drift',
  'http',
] as const satisfies readonly CheckType[]
