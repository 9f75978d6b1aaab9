import { z } from 'zod'
import { ResourceName } from './ids.ts'
import { Outcome } from './nodes/outcome.ts'

/** A path under a host's base address, written out: it is part of no expression, so that nothing of a run gets into an address. */
export const CallbackPath = z
  .string()
  .max(1000)
  .regex(/^\/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*$/, 'Begin with a slash, and leave out ? and #')
  .refine((path) => !/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path), 'Leave out . and .. as parts')

/** An address that hears of the end of runs. */
export const Callback = z.strictObject({
  /** The host of the workspace. */
  host: ResourceName,
  path: CallbackPath,
  /** The ends that it hears of. Default: all. */
  outcomes: z.array(Outcome).min(1).optional(),
})
export type Callback = z.infer<typeof Callback>

/**
 * Who is told when a run of the loop has ended, however it was started: with a CloudEvent `pavane.run.ended`, signed as Standard Webhooks
 * say, and again until it is taken, for three days.
 */
export const Callbacks = z.strictObject({
  /** The secret of the workspace that signs: base64, with or without `whsec_`. */
  secret: ResourceName,
  /** The addresses that hear of every run. */
  to: z.array(Callback).max(10),
  /** The hosts at which a caller may name an address for its own run, in the header `Pavane-Callback`. */
  callerHosts: z.array(ResourceName).max(20).optional(),
})
export type Callbacks = z.infer<typeof Callbacks>
