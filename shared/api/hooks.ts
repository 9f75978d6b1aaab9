import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { LoopName } from '../graph/ids.ts'

/** A version as callers of a loop see it. `number` counts from 1 in the loop. */
const CallableVersion = z.strictObject({ number: z.int(), version: Digest })

/** What a caller of a loop may know of it without running anything: which versions take calls now. */
export const HookVersions = z.strictObject({
  loop: LoopName,
  title: z.string(),
  stable: CallableVersion,
  canary: CallableVersion.nullable(),
})
export type HookVersions = z.infer<typeof HookVersions>

/** A call of a loop’s hook. */
export const HookQuery = z.strictObject({
  /** What `Pavane-Version` says, for senders that can set no header: a digest, `stable` or `canary`. */
  version: z
    .string()
    .max(80)
    .optional()
    .meta({ description: 'What Pavane-Version says, for senders that can set no header' }),
})
