import { z } from 'zod'

/**
 * The context attributes of a CloudEvent 1.0.2 (section 3), without its data: what expressions read as `request.cloudEvent`. The required
 * ones (`specversion`, `id`, `source`, `type`) are there; extension attributes stand beside the standard ones.
 */
export const CloudEventAttributes = z.record(
  z.string().regex(/^[a-z0-9]{1,64}$/),
  z.union([z.string().max(1000), z.number(), z.boolean()]),
)
export type CloudEventAttributes = z.infer<typeof CloudEventAttributes>
