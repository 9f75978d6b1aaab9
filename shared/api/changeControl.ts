import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { LoopName } from '../graph/ids.ts'
import { Reason } from './reason.ts'

/** Which changes of what runs ask for a second person. */
const Asked = {
  /** Whether a version is published only once somebody else has approved it. */
  publish: z.boolean(),
  /** Whether which versions receive traffic changes only once somebody else has approved it. */
  rollout: z.boolean(),
}

/** When a second person is asked, in the workspace and in single loops. */
export const ChangeControl = z.strictObject({
  ...Asked,
  /** How long a proposal waits, in hours. */
  expiresAfterHours: z.int().min(1).max(720),
  /** What holds for single loops in place of what holds for all. */
  loops: z
    .array(z.strictObject({ loop: LoopName, ...Asked }))
    .max(1000)
    .refine((loops) => new Set(loops.map(({ loop }) => loop)).size === loops.length, {
      message: 'Names each loop once',
    }),
})
export type ChangeControl = z.infer<typeof ChangeControl>

/** Change control is what keeps people from changing things alone, so who changes it says why. */
export const PutChangeControl = z.strictObject({ ...ChangeControl.shape, reason: Reason })

/** What holds as long as nobody set anything. */
export const noChangeControl: ChangeControl = {
  publish: false,
  rollout: false,
  expiresAfterHours: 72,
  loops: [],
}

/** What is asked of changes of one loop. */
export type LoopControl = Pick<ChangeControl, 'publish' | 'rollout' | 'expiresAfterHours'>

export function controlOf(
  { publish, rollout, expiresAfterHours, loops }: ChangeControl,
  loop: string,
): LoopControl {
  const own = loops.find((each) => each.loop === loop)
  return { publish: own?.publish ?? publish, rollout: own?.rollout ?? rollout, expiresAfterHours }
}

/**
 * Whether somebody may do alone with `to` what takes two with `from`, in a loop that either names or in any other. Such a change takes two
 * itself: else whoever may set it could publish alone after all.
 */
export function isLowered(from: ChangeControl, to: ChangeControl): boolean {
  const named = [...from.loops, ...to.loops].map(({ loop }) => loop)
  const everywhere = [from, to] as const
  return [everywhere, ...named.map((loop) => [controlOf(from, loop), controlOf(to, loop)] as const)].some(
    ([was, is]) => (was.publish && !is.publish) || (was.rollout && !is.rollout),
  )
}

/** A change by which somebody may do alone what takes two: it waits for a second person. A newer one takes its place. */
export const ControlProposal = z.strictObject({
  /** Over everything else in it: an approval holds for exactly that. */
  digest: Digest,
  /** What holds: a change of that takes the proposal away. */
  from: ChangeControl,
  to: ChangeControl,
  reason: z.string(),
  by: z.string(),
  at: z.int(),
  expiresAt: z.int(),
})
export type ControlProposal = z.infer<typeof ControlProposal>

/** Null where none waits. */
export const WaitingControl = z.strictObject({ proposal: ControlProposal.nullable() })
