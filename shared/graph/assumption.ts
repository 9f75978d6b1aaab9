import { z } from 'zod'
import { ResourceName } from './ids.ts'
import { Cel } from './text.ts'

/** What a plan takes for granted. It is checked before the plan is adopted, and again before each step that needs it. */
export const Assumption = z.discriminatedUnion('type', [
  /** The host answers. Only the machine that calls it can tell. */
  z.strictObject({ type: z.literal('reachable'), host: ResourceName }),
  /** The input, or a fact, is not older than that. */
  z.strictObject({
    type: z.literal('fresh'),
    /** `input` or the name of a fact. */
    what: ResourceName,
    seconds: z.number().positive().max(31_536_000),
  }),
  /** The condition is true. */
  z.strictObject({ type: z.literal('holds'), expr: Cel, message: z.string().max(500) }),
])
export type Assumption = z.infer<typeof Assumption>
