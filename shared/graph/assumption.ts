import { z } from 'zod'
import { ResourceName } from './ids.ts'
import { Cel } from './text.ts'

/** What a plan takes for granted. It is checked before the plan is adopted, and again before each step that needs it. */
export const Assumption = z.discriminatedUnion('type', [
  /** The host answers. Only the machine that calls it can tell. */
  z.strictObject({
    type: z.literal('reachable'),
    /** A host of the workspace. */
    host: ResourceName,
  }),
  /** The input, or a fact, is not older than that. */
  z.strictObject({
    type: z.literal('fresh'),
    /** `input` or the name of a fact. */
    what: ResourceName,
    /** How old it may be. */
    seconds: z.number().positive().max(31_536_000),
  }),
  /** The condition is true. */
  z.strictObject({
    type: z.literal('holds'),
    /** The condition. */
    expr: Cel,
    /** What is said when it is not so. */
    message: z.string().max(500),
  }),
])
export type Assumption = z.infer<typeof Assumption>
