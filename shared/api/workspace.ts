import { z } from 'zod'
import { ResourceName } from '../graph/ids.ts'

/** A host that actions may reach, by name. */
export const Host = z.strictObject({
  name: ResourceName,
  baseUrl: z.url({ protocol: /^https?$/ }),
  sandbox: z.boolean(),
})
export type Host = z.infer<typeof Host>
export const HostList = z.strictObject({ hosts: z.array(Host) })
export const PutHost = z.strictObject({ baseUrl: z.url({ protocol: /^https?$/ }) })

/** Secrets are write-only: names and dates come back, values never. */
export const SecretInfo = z.strictObject({
  name: ResourceName,
  updatedAt: z.int(),
  updatedBy: z.string(),
  /** Until when signatures made with the value before are taken too; null when they are not. */
  previousUntil: z.int().nullable(),
})
export type SecretInfo = z.infer<typeof SecretInfo>
export const SecretList = z.strictObject({ secrets: z.array(SecretInfo) })
export const PutSecret = z.strictObject({
  value: z.string().min(1).max(10_000),
  /**
   * For how long, in seconds, callers may still sign with the value that this one replaces, so that a sender can be moved over without a
   * call refused. Left out, the old value is worth nothing at once. What is sent always takes the new one.
   */
  keepPreviousSeconds: z.int().min(0).max(2_592_000).optional(),
})
export type PutSecret = z.infer<typeof PutSecret>

/** Which page of the change log: `before` is the `next` of the page before it. */
export const ChangeQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

/** An entry of the workspace's change log. */
export const Change = z.strictObject({
  seq: z.int(),
  at: z.int(),
  by: z.string(),
  what: z.string(),
  subject: z.string(),
  detail: z.string(),
  prev: z.string(),
  hash: z.string(),
})
export type Change = z.infer<typeof Change>
export const ChangeList = z.strictObject({ changes: z.array(Change), next: z.int().nullable() })
