import { z } from 'zod'
import { NodeId, ResourceName } from '../graph/ids.ts'

/** How many calls of an action that has a limit are out, and how many wait to leave. */
export const ActionStatus = z.strictObject({ action: NodeId, inFlight: z.int(), waiting: z.int() })

/** A host that is not called for the time being; `until` is when a call may try, in milliseconds since the epoch. */
export const BreakerStatus = z.strictObject({
  host: ResourceName,
  is: z.enum(['open', 'half-open']),
  until: z.int(),
})

/** What a shard of a loop has under way. */
export const ShardStatus = z.strictObject({
  shard: z.int(),
  /** Runs that were accepted and wait for room. */
  queued: z.int(),
  /** Runs that have started and not ended; those that wait for a person or are paused too. */
  running: z.int(),
  /** Queued and running ones together that it takes; past it, 429. Null before anything was deployed. */
  limit: z.int().nullable(),
  actions: z.array(ActionStatus),
  breakers: z.array(BreakerStatus),
  /** Callbacks that are still to be taken, and those that were given up. Left out before anything was deployed. */
  callbacks: z.strictObject({ waiting: z.int(), dead: z.int() }).exactOptional(),
})
export type ShardStatus = z.infer<typeof ShardStatus>

/** What a loop has under way now, by shard and in all. */
export const LoopStatus = z.strictObject({ shards: z.array(ShardStatus), queued: z.int(), running: z.int() })
export type LoopStatus = z.infer<typeof LoopStatus>
