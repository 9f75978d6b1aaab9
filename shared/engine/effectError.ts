import { z } from 'zod'

/** Why an effect failed. */
export const EffectError = z.strictObject({
  class: z.enum([
    'network',
    'timeout',
    'http',
    'schema',
    'expression',
    'precondition',
    'policy',
    'lease',
    'limit',
    'configuration',
    'internal',
  ]),
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
