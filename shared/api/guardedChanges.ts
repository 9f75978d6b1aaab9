import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { ResourceName } from '../graph/ids.ts'
import type { ChangeControl } from './changeControl.ts'
import { PutPolicies } from './policies.ts'
import { Reason } from './reason.ts'
import { PutHost } from './workspace.ts'

/** A change of what keeps runs safe besides their versions, with what it was made from: once that is something else, it is void. */
export const GuardedChange = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('policies'),
    /** The version of the policies that was edited. */
    revision: z.int().min(0),
    ...PutPolicies.omit({ note: true }).shape,
  }),
  z.strictObject({
    type: z.literal('host'),
    host: ResourceName,
    /** Its base address until then; null where there is no such host. */
    from: z.string().nullable(),
    baseUrl: PutHost.shape.baseUrl,
  }),
])
export type GuardedChange = z.infer<typeof GuardedChange>

export const ProposeGuardedChange = z.strictObject({ change: GuardedChange, reason: Reason })

/** Such a change, while it waits for a second person. A newer one of the same thing takes its place. */
export const GuardedProposal = z.strictObject({
  /** Over everything else in it: an approval holds for exactly that. */
  digest: Digest,
  change: GuardedChange,
  reason: z.string(),
  by: z.string(),
  at: z.int(),
  expiresAt: z.int(),
})
export type GuardedProposal = z.infer<typeof GuardedProposal>

/** What waits, newest first. */
export const GuardedProposals = z.strictObject({ proposals: z.array(GuardedProposal) })

/**
 * Whether such changes take two: where a version of any loop does. Else whoever may not publish alone could let what is published do
 * more, or reach another place.
 */
export const takesTwo = ({ publish, loops }: ChangeControl): boolean =>
  publish || loops.some((each) => each.publish)
