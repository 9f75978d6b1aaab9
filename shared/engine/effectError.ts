import { z } from 'zod'
import { ErrorClass } from '../errorClass.ts'

/** Why an effect failed. */
export const EffectError = z.strictObject({
  class: ErrorClass,
  message: z.string(),
  status: z.int().optional(),
  /** Whether another attempt could succeed. */
  retryable: z.boolean(),
  /** Whether the target may have carried the request out: false only when that is certain. */
  mayHaveHappened: z.boolean(),
  /** What the target asked for (`Retry-After`), in milliseconds. */
  retryAfterMs: z.number().min(0).optional(),
})
export type EffectError = z.infer<typeof EffectError>
