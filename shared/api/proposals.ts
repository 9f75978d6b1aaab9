import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { LoopChange } from '../compat/compatibility.ts'
import { Graph } from '../graph/graph.ts'
import { LoopName } from '../graph/ids.ts'
import { CanaryShare, PublishRequest, Rollout, TestResults } from './loops.ts'
import { Reason } from './reason.ts'

/** How a proposal stands. Only an open one can be decided; a newer one of the same kind takes its place. */
export const ProposalStatus = z.enum(['open', 'approved', 'denied', 'withdrawn', 'superseded', 'expired'])
export type ProposalStatus = z.infer<typeof ProposalStatus>

/** What is to change: the loop gets a version, or other versions receive traffic. */
export const ProposedChange = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('version'),
    /** The program’s version. */
    version: Digest,
    /** The note of the version, with why it goes out although tests fail, where they do. */
    note: z.string(),
    tests: z.strictObject({ passed: z.int(), failed: z.int() }),
    /** The share that it takes as a canary; left out where it is to take all traffic. */
    canary: CanaryShare.exactOptional(),
  }),
  z.strictObject({ type: z.literal('rollout'), rollout: Rollout }),
])
export type ProposedChange = z.infer<typeof ProposedChange>

export const ProposalSummary = z.strictObject({
  loop: LoopName,
  /** Counts from 1 in the loop. */
  proposal: z.int().min(1),
  /** Over everything that is proposed: an approval holds for exactly that. */
  digest: Digest,
  change: ProposedChange,
  /** What received traffic when it was proposed. Once that is something else, it can’t be approved any more. */
  from: Rollout,
  reason: z.string(),
  by: z.string(),
  at: z.int(),
  expiresAt: z.int(),
  status: ProposalStatus,
  decided: z.strictObject({ by: z.string(), at: z.int(), note: z.string() }).nullable(),
})
export type ProposalSummary = z.infer<typeof ProposalSummary>

export const Proposal = z.strictObject({
  ...ProposalSummary.shape,
  /** The number of the stable version when it was proposed; null where there was none. */
  fromNumber: z.int().min(1).nullable(),
  /** The graph of a proposed version, and what its tests came to; null for a rollout. */
  proposed: z.strictObject({ graph: Graph, tests: TestResults }).nullable(),
  /** What changes for those outside of the loop; empty where there is nothing to compare. */
  impact: z.array(LoopChange),
})
export type Proposal = z.infer<typeof Proposal>

export const ProposalQuery = z.strictObject({
  loop: LoopName.optional(),
  /** Default: all. */
  status: z.enum(['open', 'settled']).optional(),
})
export type ProposalQuery = z.infer<typeof ProposalQuery>

/** Newest first: every open one, and the last hundred of each loop. */
export const ProposalList = z.strictObject({ proposals: z.array(ProposalSummary) })

/** Proposes the draft at that revision, as it would be published. */
export const ProposeVersion = PublishRequest
export const ProposeRollout = z.strictObject({ ...Rollout.shape, reason: Reason.optional() })

export const DecideProposal = z.strictObject({
  decision: z.enum(['approve', 'deny']),
  /** Of what was looked at. */
  digest: Digest,
  note: z.string().trim().max(500).default(''),
})
export type DecideProposal = z.infer<typeof DecideProposal>
