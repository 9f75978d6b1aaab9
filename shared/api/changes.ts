import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { apiLimits } from './limits.ts'

/** What changes are about: the first part of their names. */
export const ChangeKind = z.enum([
  'loop',
  'proposal',
  'baseline',
  'policies',
  'host',
  'secret',
  'token',
  'member',
  'session',
  'delivery',
  'callback',
  'alert',
  'personal',
  'run',
  'workspace',
])
export type ChangeKind = z.infer<typeof ChangeKind>

/** One side of a change: a numbered version with its digest, or a value as people read it. Never a secret. */
export const ChangedSide = z.union([
  z.strictObject({ number: z.int(), digest: Digest }),
  z.strictObject({ value: z.string() }),
])
export type ChangedSide = z.infer<typeof ChangedSide>

/** An entry of the workspace's change log. Each carries the hash of the one before it in `prev`. */
export const Change = z.strictObject({
  /** Counts from 1 without gaps. */
  seq: z.int(),
  /** Milliseconds since the epoch. */
  at: z.int(),
  by: z.string(),
  /** What was done: a kind, a dot, a verb. */
  what: z.string(),
  /** What it was done to, by name or id. */
  subject: z.string(),
  detail: z.string(),
  /** Why, in the words of who did it; left out where nobody said. */
  reason: z.string().exactOptional(),
  /** What was there before; left out where nothing was. */
  from: ChangedSide.exactOptional(),
  /** What is there since; left out where nothing is. */
  to: ChangedSide.exactOptional(),
  prev: Digest,
  hash: Digest,
})
export type Change = z.infer<typeof Change>

/** Which changes, and which page of them: `before` is the `next` of the page before it. */
export const ChangeQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(apiLimits.pageSize).optional(),
  kind: ChangeKind.optional(),
  /** Who did it, as the log names them. */
  by: z.string().max(320).optional(),
  /** What it was done to. */
  subject: z.string().max(200).optional(),
  /** Words that stand anywhere in an entry, in any case. */
  text: z.string().max(200).optional(),
  /** From this moment on, in milliseconds since the epoch. */
  since: z.coerce.number().int().min(0).optional(),
  /** Before this moment. */
  until: z.coerce.number().int().min(0).optional(),
})
export type ChangeQuery = z.infer<typeof ChangeQuery>
export const ChangeList = z.strictObject({ changes: z.array(Change), next: z.int().nullable() })
export type ChangeList = z.infer<typeof ChangeList>

/** What the head of an exported log says: signed, it ties the log to the workspace and to the time. */
export const ChangesHead = z.strictObject({
  format: z.literal('pavane.changes/1'),
  workspace: z.string(),
  /** When it was exported, in milliseconds since the epoch. */
  at: z.int(),
  /** How many entries there are. */
  seq: z.int(),
  /** The hash of the last one. */
  hash: Digest,
})
export type ChangesHead = z.infer<typeof ChangesHead>

/** The whole change log, to be kept and verified anywhere. */
export const ChangesBundle = z.strictObject({
  head: ChangesHead,
  changes: z.array(Change),
  /** The head as a JWS (RFC 7515, compact, EdDSA); null where the server has no key to sign with. */
  jws: z.string().nullable(),
  /** The key that it verifies with, as a JWK (RFC 8037). */
  publicKey: z.record(z.string(), z.string()).nullable(),
})
export type ChangesBundle = z.infer<typeof ChangesBundle>
