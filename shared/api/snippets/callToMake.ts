import type { TriggerAuth } from '../../graph/nodes/trigger.ts'
import type { Json } from '../../json.ts'

/** A call to write down: where to, by which scheme, with which input. */
export type CallToMake = { url: string; auth: TriggerAuth; input: Json }

/** The header that carries a Stripe-style signature. */
export const stripeHeader = (auth: Extract<TriggerAuth, { scheme: 'stripe' }>) =>
  auth.header ?? 'Stripe-Signature'
