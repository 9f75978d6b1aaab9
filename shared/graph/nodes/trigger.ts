import { z } from 'zod'
import { ItemId, ResourceName } from '../ids.ts'
import { Cel, JsonSchema } from '../text.ts'
import { nodeBase } from './base.ts'

/** How a caller proves who it is. Signatures are over the raw body. */
export const TriggerAuth = z.discriminatedUnion('scheme', [
  z.strictObject({ scheme: z.literal('none') }),
  z.strictObject({ scheme: z.literal('standard-webhooks'), secret: ResourceName }),
  z.strictObject({ scheme: z.literal('github'), secret: ResourceName }),
  z.strictObject({ scheme: z.literal('bearer'), secret: ResourceName }),
])
export type TriggerAuth = z.infer<typeof TriggerAuth>

/** A data-quality check: `when` must be true of the input. `reject` refuses the call; `flag` records it and goes on. */
export const QualityCheck = z.strictObject({
  id: ItemId,
  when: Cel,
  effect: z.enum(['reject', 'flag']),
  message: z.string().max(500),
})
export type QualityCheck = z.infer<typeof QualityCheck>

export const TriggerRespond = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('now') }),
  z.strictObject({ mode: z.literal('wait'), seconds: z.number().min(0).max(60) }),
])

export const TriggerNode = z.strictObject({
  kind: z.literal('trigger'),
  ...nodeBase,
  input: JsonSchema.optional(),
  auth: TriggerAuth,
  /** The dedupe key, over `input` and `request`. Without one: `Idempotency-Key`, then `webhook-id`. */
  dedupe: Cel.optional(),
  quality: z.array(QualityCheck).optional(),
  /** What a caller gets that sent no `Prefer: wait`. */
  respond: TriggerRespond.optional(),
})
export type TriggerNode = z.infer<typeof TriggerNode>
