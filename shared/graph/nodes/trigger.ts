import { z } from 'zod'
import { Callbacks } from '../callback.ts'
import { ItemId, ResourceName } from '../ids.ts'
import { LoopEvent } from '../loopEvent.ts'
import { Rate } from '../rate.ts'
import { Schedule } from '../schedule.ts'
import { Cel, JsonSchema } from '../text.ts'
import { nodeBase } from './base.ts'
import { Keep, Personal } from './personal.ts'

/** How a caller proves who it is. Signatures are over the raw body. */
export const TriggerAuth = z.discriminatedUnion('scheme', [
  z.strictObject({ scheme: z.literal('none') }),
  z.strictObject({
    scheme: z.literal('standard-webhooks'),
    /** The secret of the workspace that signatures are checked with, or that the caller sends. */
    secret: ResourceName,
  }),
  z.strictObject({
    scheme: z.literal('github'),
    /** The secret of the workspace that signatures are checked with, or that the caller sends. */
    secret: ResourceName,
  }),
  z.strictObject({
    scheme: z.literal('stripe'),
    /** The secret of the workspace that signatures are checked with, or that the caller sends. */
    secret: ResourceName,
    /** The header that carries `t=…,v1=…`. Default `Stripe-Signature`. */
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/)
      .optional(),
  }),
  z.strictObject({
    scheme: z.literal('bearer'),
    /** The secret of the workspace that signatures are checked with, or that the caller sends. */
    secret: ResourceName,
  }),
])
export type TriggerAuth = z.infer<typeof TriggerAuth>

/** A data-quality check: `when` must be true of the input. `reject` refuses the call; `flag` records it and goes on. */
export const QualityCheck = z.strictObject({
  id: ItemId,
  /** What must be true of the input, over `input` and `request`. */
  when: Cel,
  /** What a check that fails does. */
  effect: z.enum(['reject', 'flag']),
  /** What the caller and the log are told. */
  message: z.string().max(500),
})
export type QualityCheck = z.infer<typeof QualityCheck>

export const TriggerRespond = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('now') }),
  z.strictObject({
    mode: z.literal('wait'),
    /** How long the caller waits for the outcome; then it gets the run. */
    seconds: z.number().min(0).max(60),
  }),
])

/**
 * How many runs of the loop may be under way, and how many may start in a time; `key` (over `input` and `request`) does the same for each value of it.
 * What is accepted past that is queued, in the order in which it came, up to `limits.queue`; past it the answer is 429.
 */
export const Admission = z.strictObject({
  /** Runs of the loop under way at once. */
  concurrency: z.int().min(1).max(100_000).optional(),
  rate: Rate.optional(),
  /** What runs are told apart by. */
  key: Cel.optional(),
  /** The same bounds for each value of `key`. */
  perKey: z
    .strictObject({
      /** Runs of the loop under way at once. */
      concurrency: z.int().min(1).max(100_000).optional(),
      rate: Rate.optional(),
    })
    .optional(),
})
export type Admission = z.infer<typeof Admission>

export const TriggerNode = z.strictObject({
  kind: z.literal('trigger'),
  ...nodeBase,
  /** JSON Schema 2020-12 of the input. Without one anything is taken. */
  input: JsonSchema.optional(),
  auth: TriggerAuth,
  /** The dedupe key, over `input` and `request`. Without one: `Idempotency-Key`, then `webhook-id`. */
  dedupe: Cel.optional(),
  quality: z.array(QualityCheck).optional(),
  /** What a caller gets that sent no `Prefer: wait`. */
  respond: TriggerRespond.optional(),
  admission: Admission.optional(),
  /** When runs start by themselves. The stable version’s schedules count. */
  schedules: z.array(Schedule).max(20).optional(),
  callbacks: Callbacks.optional(),
  /** Runs of other loops whose end starts one of this. The stable version’s count. */
  on: z.array(LoopEvent).max(20).optional(),
  /** What is personal in its runs: they log tokens in its place. */
  personal: Personal.optional(),
  /** How long ended runs stay. The stable version’s counts. Without it they stay. */
  keep: Keep.optional(),
  /** When what the input says was observed, over `input` and `request`: a timestamp or RFC 3339 text. Default: when it was accepted. */
  observedAt: Cel.optional(),
  /** An input older than that is not acted on: the run takes the bail route with the reason `stale`. */
  maxAgeSeconds: z.number().positive().max(31_536_000).optional(),
})
export type TriggerNode = z.infer<typeof TriggerNode>
