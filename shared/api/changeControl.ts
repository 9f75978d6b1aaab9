import { z } from 'zod'
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
