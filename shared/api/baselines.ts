import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { ItemId, NodeId, ResourceName } from '../graph/ids.ts'
import { Baseline, BaselineField } from '../verify/drift/baseline.ts'
import { DriftOutcome, DriftTest } from '../verify/drift/outcome.ts'

/** The most values that a baseline is made of, a field. */
const mostValues = 20_000

/**
 * `proposed`: nothing is compared with it yet. `approved`: runs are. `superseded`: another took its place, before or after it was approved.
 * `denied`: it never holds.
 */
export const BaselineStatus = z.enum(['proposed', 'approved', 'denied', 'superseded'])
export type BaselineStatus = z.infer<typeof BaselineStatus>

/** Who decided on a proposal, when (milliseconds since the epoch), and why. */
const BaselineDecision = z.strictObject({ by: z.string(), at: z.int(), note: z.string() })

/** A version of a baseline, and what became of it. */
export const BaselineRecord = z.strictObject({
  ...Baseline.shape,
  status: BaselineStatus,
  decision: BaselineDecision.nullable(),
})
export type BaselineRecord = z.infer<typeof BaselineRecord>

/** A version as lists show it: without what it is compared by. */
export const BaselineSummary = z.strictObject({
  ...BaselineRecord.shape,
  fields: z.record(
    ItemId,
    z.strictObject({ as: z.enum(['number', 'category', 'text']), samples: z.int(), unusable: z.int() }),
  ),
})
export type BaselineSummary = z.infer<typeof BaselineSummary>

/** A drift check of the published version. */
export const DriftCheckInfo = z.strictObject({
  verifier: NodeId,
  check: ItemId,
  title: z.string(),
  baseline: ResourceName,
  fields: z.array(
    z.strictObject({
      name: ItemId,
      as: z.enum(['number', 'category', 'text']),
      test: DriftTest,
      threshold: z.number(),
    }),
  ),
  /** How many of the last runs of a shard count. */
  window: z.int(),
  minSamples: z.int(),
})
export type DriftCheckInfo = z.infer<typeof DriftCheckInfo>

/** The versions of every baseline of a loop, newest first, and the checks that compare with them. */
export const BaselineList = z.strictObject({
  baselines: z.array(BaselineSummary),
  checks: z.array(DriftCheckInfo),
})
export type BaselineList = z.infer<typeof BaselineList>

/** What a new version is made of. */
export const ProposeBaseline = z.strictObject({
  name: ResourceName,
  /** Why, for whoever decides. */
  note: z.string().max(500).default(''),
  from: z.discriminatedUnion('type', [
    /** What the last runs of all shards observed. */
    z.strictObject({ type: z.literal('window') }),
    /** Values that are given here. */
    z.strictObject({
      type: z.literal('values'),
      fields: z
        .record(
          ItemId,
          z.strictObject({
            as: z.enum(['number', 'category', 'text']),
            values: z.array(z.json()).min(1).max(mostValues),
          }),
        )
        .refine((fields) => Object.keys(fields).length > 0 && Object.keys(fields).length <= 20, {
          message: 'Give the values of 1 to 20 fields',
        }),
    }),
    /** An earlier version, which is to hold again. */
    z.strictObject({ type: z.literal('version'), version: z.int().min(1) }),
  ]),
})
export type ProposeBaseline = z.infer<typeof ProposeBaseline>

/** Bound to what was looked at: another digest than the version’s is refused. */
export const DecideBaseline = z.strictObject({
  decision: z.enum(['approve', 'deny']),
  digest: Digest,
  note: z.string().max(500).default(''),
})
export type DecideBaseline = z.infer<typeof DecideBaseline>

/** What the last runs observed for a baseline, over all shards, and how it compares with the approved version. */
export const BaselineWindow = z.strictObject({
  name: ResourceName,
  /** How many runs observed something, and when the first and the last of them did, in milliseconds since the epoch. */
  observations: z.int(),
  since: z.int().nullable(),
  until: z.int().nullable(),
  /** The approved version that is compared with; null when there is none. */
  against: z.int().nullable(),
  fields: z.array(
    z.strictObject({
      name: ItemId,
      /** How the window’s values are distributed: what a baseline made of it would hold. */
      profile: BaselineField,
      /** Null when there is no approved baseline. */
      outcome: DriftOutcome.nullable(),
    }),
  ),
})
export type BaselineWindow = z.infer<typeof BaselineWindow>
