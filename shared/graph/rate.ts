import { z } from 'zod'

/** So many in so many seconds, evenly: the generic cell rate algorithm (ITU-T I.371) with a burst of `count`. */
export const Rate = z.strictObject({
  /** How many. */
  count: z.int().min(1).max(1_000_000),
  /** In how many seconds. */
  seconds: z.number().positive().max(86_400),
})
export type Rate = z.infer<typeof Rate>
