import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import { Problem, type ProblemCode, problems } from '../../../shared/api/problem.ts'

/** What a hook can refuse a call with. */
const refusals = [
  'malformed-json',
  'invalid-request',
  'signature-invalid',
  'loop-not-found',
  'version-not-found',
  'loop-not-published',
  'in-flight',
  'body-too-large',
  'unsupported-media-type',
  'input-invalid',
  'input-rejected',
  'key-reused',
  'callback-refused',
  'nesting-too-deep',
  'queue-full',
  'internal',
  'configuration-missing',
  'unavailable',
] as const satisfies readonly ProblemCode[]

type Responses = NonNullable<ZodOpenApiOperationObject['responses']>

const retryAfter = z.string().meta({ description: 'Seconds to wait before the next try' })

/** What the refusals of a status carry besides the problem. */
const headersOf: Record<number, z.ZodObject> = {
  409: z.object({
    'Retry-After': retryAfter.optional().meta({ description: 'With `in-flight`: seconds to wait' }),
    Location: z.string().optional().meta({ description: 'With `in-flight`: the run of the first call' }),
  }),
  413: z.object({ 'Pavane-Body-Limit': z.string().meta({ description: 'Bytes that a body may have' }) }),
  415: z.object({
    'Accept-Post': z.string().optional().meta({ description: 'The media type to send' }),
    'Accept-Encoding': z.string().optional().meta({ description: '`identity`: send it uncompressed' }),
  }),
  429: z.object({
    RateLimit: z.string().meta({ description: '`r` is 0; `t` is when to try again' }),
    'Retry-After': retryAfter,
  }),
  503: z.object({
    'Retry-After': retryAfter.optional().meta({ description: 'With `unavailable`: seconds to wait' }),
  }),
}

/** The responses of refused calls, by status. */
export function hookRefusals(codes: readonly ProblemCode[] = refusals): Responses {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, here]) => [
      String(status),
      {
        description: here.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
        ...(headersOf[status] ? { headers: headersOf[status] } : {}),
        content: {
          'application/problem+json': {
            schema: Problem,
            examples: Object.fromEntries(
              here.map((code) => [
                code,
                { value: { type: `/problems/${code}`, title: problems[code].title, status } },
              ]),
            ),
          },
        },
      },
    ]),
  )
}
