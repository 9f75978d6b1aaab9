import { z } from 'zod'
import { LoopName, ResourceName } from '../graph/ids.ts'
import { Reason } from './reason.ts'

/** A host that actions may reach, by name. */
export const Host = z.strictObject({
  name: ResourceName,
  baseUrl: z.url({ protocol: /^https?$/ }),
  sandbox: z.boolean(),
})
export type Host = z.infer<typeof Host>
export const HostList = z.strictObject({ hosts: z.array(Host) })
export const PutHost = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }),
  reason: Reason.optional(),
})

/** Secrets are write-only: names and dates come back, values never. */
export const SecretInfo = z.strictObject({
  name: ResourceName,
  updatedAt: z.int(),
  updatedBy: z.string(),
  /** Until when signatures made with the value before are taken too; null when they are not. */
  previousUntil: z.int().nullable(),
  /** The hosts that it may be sent to; null is any. */
  hosts: z.array(ResourceName).nullable(),
  /** The loops that may use it; null is any. */
  loops: z.array(LoopName).nullable(),
  /**
   * Whether it is under the current key of the server, or a former one that must not go yet; `lost` says that no key opens it, so its
   * value has to be set again.
   */
  sealed: z.enum(['current', 'former', 'lost']),
})
export type SecretInfo = z.infer<typeof SecretInfo>
export const SecretList = z.strictObject({ secrets: z.array(SecretInfo) })
/**
 * How many values were brought under the current key, and which secrets no key opens. `keys` counts the keys of personal data: one for
 * each shard whose runs have any, the one for joining, and the one that signs receipts.
 */
export const ResealedSecrets = z.strictObject({
  resealed: z.int(),
  lost: z.array(ResourceName),
  keys: z.strictObject({ current: z.int(), former: z.int(), lost: z.int() }),
})
export const PutSecret = z.strictObject({
  /** The value; may be left out to change where an existing secret may be used. */
  value: z.string().min(1).max(10_000).optional(),
  /**
   * For how long, in seconds, callers may still sign with the value that this one replaces, so that a sender can be moved over without a
   * call refused. Left out, the old value is worth nothing at once. What is sent always takes the new one.
   */
  keepPreviousSeconds: z.int().min(0).max(2_592_000).optional(),
  /** The hosts that it may be sent to: none sends it nowhere, for signatures that are checked; null is any; left out, as before. */
  hosts: z.array(ResourceName).max(200).nullable().optional(),
  /** The loops that may use it; null is any; left out, as before. */
  loops: z.array(LoopName).max(1000).nullable().optional(),
  reason: Reason.optional(),
})
export type PutSecret = z.infer<typeof PutSecret>
