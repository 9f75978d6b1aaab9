import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { LoopName } from '../graph/ids.ts'
import { Policy } from '../graph/policy.ts'
import { ChangedDecision } from '../policy/changedDecision.ts'
import { PolicySet } from '../policy/policySet.ts'

/** A version of the workspace's policies, without them. Times are milliseconds since the epoch. */
export const PolicySetInfo = z.strictObject({
  version: z.int().min(0),
  digest: Digest,
  /** How many policies it has. */
  count: z.int().min(0),
  savedAt: z.int(),
  savedBy: z.string(),
  note: z.string(),
})
export type PolicySetInfo = z.infer<typeof PolicySetInfo>

export const PolicySetVersion = z.strictObject({ ...PolicySet.shape, ...PolicySetInfo.shape })
export type PolicySetVersion = z.infer<typeof PolicySetVersion>

/** The policies that hold for every loop, and the newest hundred versions of them. */
export const WorkspacePolicies = z.strictObject({ ...PolicySet.shape, history: z.array(PolicySetInfo) })
export type WorkspacePolicies = z.infer<typeof WorkspacePolicies>

export const PutPolicies = z.strictObject({
  policies: PolicySet.shape.policies,
  /** What changed, for the log of changes. */
  note: z.string().max(500).optional(),
})
export type PutPolicies = z.infer<typeof PutPolicies>

/** Asks what other policies would have decided. */
export const WhatIfRequest = z.strictObject({
  /** The policies to try. */
  policies: z.array(Policy).max(200),
  /** Whose place they take: those of the workspace (default), or the own ones of the loop that is named. */
  instead: z.enum(['workspace', 'loop']).optional(),
  /** Only runs of this loop. */
  loop: LoopName.optional(),
  /** How many of the newest runs (default 50). */
  limit: z.int().min(1).max(200).optional(),
})
export type WhatIfRequest = z.infer<typeof WhatIfRequest>

/** A run whose decisions would have been others. */
export const WhatIfRun = z.strictObject({
  run: z.string(),
  loop: LoopName,
  acceptedAt: z.int(),
  changes: z.array(ChangedDecision),
})
export type WhatIfRun = z.infer<typeof WhatIfRun>

export const WhatIfResult = z.strictObject({
  /** How many runs and points were looked at. */
  runs: z.int(),
  points: z.int(),
  /** Runs that could not be looked at whole: their logs are longer than 5,000 events, or their version is gone. */
  cut: z.array(z.string()),
  changed: z.array(WhatIfRun),
})
export type WhatIfResult = z.infer<typeof WhatIfResult>
