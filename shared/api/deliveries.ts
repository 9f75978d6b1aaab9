import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { RunId } from '../engine/event.ts'

/** What became of a request to a hook. `repeated`: it was a call that had come before, and started nothing. */
export const DeliveryResult = z.enum(['accepted', 'repeated', 'refused'])
export type DeliveryResult = z.infer<typeof DeliveryResult>

/** Whether the caller proved who it is. `not-asked`: the trigger lets anybody in; `not-reached`: it was refused before. */
export const Verification = z.enum(['verified', 'failed', 'not-asked', 'not-reached'])
export type Verification = z.infer<typeof Verification>

/**
 * A request to a loop’s hook. The body is the input of the run that it started; of a request that started none, no body is kept. Times are
 * milliseconds since the epoch.
 */
export const Delivery = z.strictObject({
  /** The run that it started, or an id of its own. */
  id: z.string(),
  at: z.int(),
  result: DeliveryResult,
  verification: Verification,
  /** The run that it started, or found again. */
  run: RunId.nullable(),
  version: Digest.nullable(),
  /** Why it was refused: the code of the problem, its status, and words. */
  refusal: z.strictObject({ code: z.string(), status: z.int(), detail: z.string() }).nullable(),
  /** Lower-case names; only headers that carry no credential. */
  headers: z.record(z.string(), z.string()),
  /** Bytes of the body, where that is known. */
  bodyBytes: z.int().nullable(),
  /** It was sent from here, to try the hook. */
  test: z.boolean(),
  /** Whoever sent an earlier delivery again, and which. */
  redelivery: z.strictObject({ of: RunId, by: z.string() }).nullable(),
})
export type Delivery = z.infer<typeof Delivery>

export const DeliveryQuery = z.strictObject({
  result: DeliveryResult.optional(),
  /** From the page before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})
export type DeliveryQuery = z.infer<typeof DeliveryQuery>

/** Newest first. */
export const DeliveryList = z.strictObject({ deliveries: z.array(Delivery), next: z.string().nullable() })
export type DeliveryList = z.infer<typeof DeliveryList>

/** Sends a signed call through the hook, as an outside caller would. */
export const SendTest = z.strictObject({
  input: z.json(),
  /** A digest, `stable` or `canary`. */
  version: z.string().max(80).optional(),
})

/** What was sent, and what came back. A secret that stood in a header is hidden. */
export const SentTest = z.strictObject({
  request: z.strictObject({ headers: z.record(z.string(), z.string()), body: z.string() }),
  response: z.strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.json(),
  }),
  run: RunId.nullable(),
})
export type SentTest = z.infer<typeof SentTest>

/** `asNew`: starts a run also where the delivery’s key has one. */
export const Redeliver = z.strictObject({ asNew: z.boolean() })
