import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { LoopName } from '../graph/ids.ts'
import { Policy } from '../graph/policy.ts'
import { WrittenPolicy } from '../graph/writtenPolicy.ts'
import { ChangedDecision } from '../policy/changedDecision.ts'
import { PackUse } from '../policy/packs/pack.ts'
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

/** The packs that are turned on, each once. Their policies are among `policies`, named `pack_<pack>_<rule>`. */
const packs = z.array(PackUse).max(20)

/** With the cases that they are tested with. The digest is that of the rules alone. */
const policies = z.array(WrittenPolicy).max(200)

export const PolicySetVersion = z.strictObject({
  ...PolicySet.shape,
  ...PolicySetInfo.shape,
  policies,
  packs,
})
export type PolicySetVersion = z.infer<typeof PolicySetVersion>

/** The policies that hold for every loop, and the newest hundred versions of them. */
export const WorkspacePolicies = z.strictObject({
  ...PolicySet.shape,
  policies,
  packs,
  history: z.array(PolicySetInfo),
})
export type WorkspacePolicies = z.infer<typeof WorkspacePolicies>

export const PutPolicies = z.strictObject({
  /** The workspace’s own; those of packs may be among them as they were read. */
  policies,
  /** The packs to turn on; left out, they stay as they are. */
  packs: packs.exactOptional(),
  /** What changed, for the log of changes. */
  note: z.string().max(500).optional(),
})
export type PutPolicies = z.infer<typeof PutPolicies>

/** Asks what other policies would have decided. */
export const WhatIfRequest = z.strictObject({
  /** The policies to try; their cases are not looked at. */
  policies,
  /** Packs to try with them. */
  packs: packs.exactOptional(),
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

const text = z.string()

/** A rule of a pack: a policy, why it is there, and what articles and controls it serves. `$name` in `when` is a setting. */
const PackRule = z.strictObject({
  ...Policy.pick({ id: true, title: true, at: true, when: true, effect: true, message: true, need: true })
    .shape,
  deadlineSeconds: Policy.shape.deadlineSeconds,
  why: text,
  serves: z.array(z.strictObject({ framework: text, control: text, asks: text })),
})

/** The packs of policies that a workspace can turn on. Versions never change; the newest is last. */
export const PolicyPackList = z.strictObject({
  packs: z.array(
    z.strictObject({
      id: text,
      title: text,
      says: text,
      versions: z.array(
        z.strictObject({
          version: z.int().min(1),
          changes: text,
          /** Numbers that a workspace may set. */
          settings: z.array(
            z.strictObject({
              name: text,
              label: text,
              kind: z.enum(['real', 'whole']),
              value: z.number(),
              min: z.number(),
              max: z.number(),
            }),
          ),
          rules: z.array(PackRule),
        }),
      ),
    }),
  ),
})
export type PolicyPackList = z.infer<typeof PolicyPackList>
