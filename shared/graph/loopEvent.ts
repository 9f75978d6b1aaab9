import { z } from 'zod'
import { ItemId, LoopName } from './ids.ts'
import { Outcome } from './nodes/outcome.ts'
import { Template } from './text.ts'

/** Starts a run when a run of another loop has ended, once for each. */
export const LoopEvent = z.strictObject({
  /** Unique among those of the trigger. */
  id: ItemId,
  /** The loop whose runs are listened to. */
  loop: LoopName,
  /** The ends that count. */
  outcomes: z.array(Outcome).min(1),
  /** The input of the run, over `event`: `run`, `loop`, `outcome`, `reason`, `message`, `endedAt`, `input` and `body`. Default: all of it. */
  input: Template.optional(),
})
export type LoopEvent = z.infer<typeof LoopEvent>

/** Runs that follow one another in this way, one after the other, at most: what would go on for ever ends. */
export const mostFollowing = 8
