import { z } from 'zod'

/** What the answer to a started call carries. */
export const startedHeaders = z.object({
  Location: z.string().meta({ description: 'The run' }),
  'Idempotency-Replayed': z
    .literal('true')
    .optional()
    .meta({ description: 'This call started nothing: its key did before' }),
  'Preference-Applied': z.string().optional().meta({ description: 'The wait that was held to (RFC 7240)' }),
  'Pavane-Version': z.string().meta({ description: 'The digest of the version that runs' }),
  'Pavane-Outcome': z.string().optional().meta({ description: 'How the run ended, once it has' }),
  'Pavane-Queue-Depth': z.string().meta({ description: 'How many runs of the shard wait for room' }),
  RateLimit: z.string().meta({
    description: 'How many more runs the shard takes now, as `r` (draft-ietf-httpapi-ratelimit-headers)',
  }),
  'RateLimit-Policy': z.string().meta({ description: 'How many runs may be unfinished on a shard, as `q`' }),
  'Pavane-Body-Limit': z.string().meta({ description: 'Bytes that a body may have' }),
  traceparent: z
    .string()
    .meta({ description: 'The trace that ties the call, its run and its effects together' }),
})
