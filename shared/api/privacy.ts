import { z } from 'zod'
import { RunId } from '../engine/event.ts'
import { LoopName } from '../graph/ids.ts'
import { PersonalKind } from '../graph/nodes/personal.ts'

/** Why somebody does what concerns personal data: it goes on record. */
const Reason = z.string().trim().min(3).max(500)

/** What stands for a personal value in a run’s log: `[personal:email:…]`. */
const TokenText = z.string().max(60)

/** A personal value of a run: its token, and a hint of it that does not tell it. */
export const PersonalItem = z.strictObject({
  token: TokenText,
  kind: PersonalKind,
  /** `a•••@e•••.com`, `•••• 4242`: enough to tell whether it is the right one. */
  hint: z.string(),
})
export type PersonalItem = z.infer<typeof PersonalItem>

/** That somebody was shown values of a run. Times are milliseconds since the epoch. */
export const Reveal = z.strictObject({
  at: z.int(),
  by: z.string(),
  reason: z.string(),
  /** The tokens whose values were shown. */
  tokens: z.array(TokenText),
})
export type Reveal = z.infer<typeof Reveal>

/** The personal data of a run. */
export const RunPersonal = z.strictObject({
  items: z.array(PersonalItem),
  /** Who was shown what, oldest first. */
  reveals: z.array(Reveal),
  /** When the values were forgotten; null as long as they are not. What is left of them are tokens. */
  forgottenAt: z.int().nullable(),
})
export type RunPersonal = z.infer<typeof RunPersonal>

export const RevealRequest = z.strictObject({ tokens: z.array(TokenText).min(1).max(100), reason: Reason })
export type RevealRequest = z.infer<typeof RevealRequest>

export const Revealed = z.strictObject({
  /** A token whose value is not known is left out. */
  values: z.array(
    z.strictObject({ token: TokenText, value: z.union([z.string(), z.number(), z.boolean()]) }),
  ),
})
export type Revealed = z.infer<typeof Revealed>

export const ErasureRequest = z.strictObject({
  /** An e-mail address, a phone number, an id: what the person is known by in the data. */
  subject: z.string().trim().min(3).max(320),
  reason: Reason,
})
export type ErasureRequest = z.infer<typeof ErasureRequest>

/** What was erased, and by whom: says nothing of the person. */
export const ErasureReceipt = z.strictObject({
  format: z.literal('pavane.erasure/1'),
  id: z.uuid(),
  workspace: z.string(),
  at: z.int(),
  by: z.string(),
  reason: z.string(),
  /** A keyed digest of what the person is known by: the same for the same person in the workspace, and no use to anybody who guesses. */
  subject: z.string(),
  /** The runs whose keys were dropped, with all that was encrypted under them. Their logs are as they were, and verify. */
  runs: z.array(RunId),
  /** Runs under way, which need the values to end, and be undone, as they should. They forget them once they have ended. */
  waiting: z.array(RunId),
  /** How many values can't be read any more. */
  values: z.int(),
  /** How many loops were looked through. */
  loops: z.int(),
})
export type ErasureReceipt = z.infer<typeof ErasureReceipt>

/** A receipt with its signature: a JWS in compact form (RFC 7515, EdDSA with Ed25519) over the receipt’s JSON. */
export const SignedReceipt = z.strictObject({ receipt: ErasureReceipt, jws: z.string() })
export type SignedReceipt = z.infer<typeof SignedReceipt>

export const Erasures = z.strictObject({
  /** Newest first. */
  erasures: z.array(SignedReceipt),
  /** With which receipts verify, as a JWK (RFC 8037); null before there is one. */
  publicKey: z.record(z.string(), z.string()).nullable(),
})
export type Erasures = z.infer<typeof Erasures>

/** What of a loop’s runs is counted. */
export const CountsQuery = z.strictObject({
  loop: LoopName,
  /** How much of today’s budget it may use: less is more noise. Default 0.1. */
  epsilon: z.coerce.number().positive().max(1).optional(),
  /** The last so many whole days, UTC, today not among them. Default 7. */
  days: z.coerce.number().int().min(1).max(90).optional(),
})

/** Counts with noise: whether any one run is among those counted can hardly be told from them. */
export const NoisyCounts = z.strictObject({
  loop: LoopName,
  from: z.int(),
  to: z.int(),
  /** Runs by outcome, each with noise of the Laplace distribution of scale 1/ε, rounded; never below 0. */
  outcomes: z.record(z.string(), z.int()),
  epsilon: z.number(),
  /** The scale of the noise. */
  scale: z.number(),
  /** What is left of the workspace’s budget until midnight, UTC. */
  left: z.number(),
})
export type NoisyCounts = z.infer<typeof NoisyCounts>
