import { z } from 'zod'
import { RunId } from '../engine/event.ts'
import { LoopName, ResourceName } from '../graph/ids.ts'
import { Outcome } from '../graph/nodes/outcome.ts'

/**
 * `armed` waits for its run to end; `waiting` is sent, and sent again until it is taken; `delivered` was taken; `dead` was given up; `discarded`
 * was given up, and somebody said that it may be.
 */
export const CallbackStatus = z.enum(['armed', 'waiting', 'delivered', 'dead', 'discarded'])
export type CallbackStatus = z.infer<typeof CallbackStatus>

/** Who is told: an address, or a loop that listens and starts a run. */
export const CallbackTarget = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('host'),
    host: ResourceName,
    /** Under the host's base address; with its query where a caller named one. */
    path: z.string(),
  }),
  z.strictObject({
    type: z.literal('loop'),
    loop: LoopName,
    /** The id of the event in that loop's trigger. */
    on: z.string(),
    /** The run that it started; null before that. */
    started: RunId.nullable(),
  }),
])
export type CallbackTarget = z.infer<typeof CallbackTarget>

/** One attempt. Times are milliseconds since the epoch. */
export const CallbackAttempt = z.strictObject({
  at: z.int(),
  /** How long it took. */
  ms: z.int(),
  /** What was answered; null where nothing was. */
  status: z.int().nullable(),
  /** Why it failed; null where it did not. */
  error: z.string().nullable(),
})
export type CallbackAttempt = z.infer<typeof CallbackAttempt>

/** That a run has ended, as one receiver is told. */
export const Callback = z.strictObject({
  /** Also `webhook-id`: the same in every attempt. */
  callback: z.string(),
  run: RunId,
  loop: LoopName,
  outcome: Outcome.nullable(),
  target: CallbackTarget,
  status: CallbackStatus,
  /** How many attempts there were since it was last set to go. */
  tries: z.int(),
  /** When it was last set to go: when the run ended, or when somebody sent it again. Null before that. */
  since: z.int().nullable(),
  /** When it is tried next; null when it is not. */
  nextAt: z.int().nullable(),
  /** The newest fifty, oldest first. */
  attempts: z.array(CallbackAttempt),
})
export type Callback = z.infer<typeof Callback>

export const CallbackQuery = z.strictObject({
  /** Default: `dead`. */
  status: CallbackStatus.optional(),
  loop: LoopName.optional(),
  /** From the page before. */
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})
export const CallbackPage = z.strictObject({
  callbacks: z.array(Callback),
  next: z.string().nullable(),
  /** How many were given up in all, in the loops that were asked for. */
  dead: z.int(),
})
export type CallbackPage = z.infer<typeof CallbackPage>
export const CallbackList = z.strictObject({ callbacks: z.array(Callback) })

/** Why it is sent again, or is not to be. Kept in the log of changes. */
export const CallbackReason = z.strictObject({ reason: z.string().trim().min(1).max(500) })
