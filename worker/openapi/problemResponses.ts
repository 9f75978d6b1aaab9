import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import { Problem, type ProblemCode, problems } from '../../shared/api/problem.ts'

type Responses = NonNullable<ZodOpenApiOperationObject['responses']>

const retryAfter = z.string().meta({ description: 'Seconds to wait before the next try' })

/** What the refusals of a code carry besides the problem. */
const headersOf: Partial<Record<ProblemCode, z.ZodRawShape>> = {
  unauthenticated: { 'WWW-Authenticate': z.string().meta({ description: '`Bearer`' }) },
  'signature-invalid': {
    'WWW-Authenticate': z.string().meta({
      description: '`Bearer`, or `Signature` with the scheme of the trigger as realm',
    }),
  },
  'in-flight': {
    'Retry-After': retryAfter.optional().meta({ description: 'With `in-flight`: seconds to wait' }),
    Location: z.string().optional().meta({ description: 'With `in-flight`: the run of the first call' }),
  },
  'revision-stale': { ETag: z.string().optional().meta({ description: 'What it is at now' }) },
  'body-too-large': { 'Pavane-Body-Limit': z.string().meta({ description: 'Bytes that a body may have' }) },
  'unsupported-media-type': {
    'Accept-Post': z.string().optional().meta({ description: 'The media types to send' }),
    'Accept-Encoding': z.string().optional().meta({ description: '`identity`: send it uncompressed' }),
  },
  'queue-full': {
    RateLimit: z
      .string()
      .optional()
      .meta({ description: 'With `queue-full`: `r` is 0; `t` is when to try again' }),
    'Retry-After': retryAfter,
  },
  'too-many-signals': { 'Retry-After': retryAfter },
  'too-many-attempts': { 'Retry-After': retryAfter },
  unavailable: {
    'Retry-After': retryAfter.optional().meta({ description: 'With `unavailable`: seconds to wait' }),
  },
}

const exampleOf = (code: ProblemCode) => ({
  value: { type: `/problems/${code}`, title: problems[code].title, status: problems[code].status },
})

/** The responses of refused calls, by status: which problems there can be, and what comes with them. */
export function problemResponses(codes: readonly ProblemCode[]): Responses {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, here]) => {
      const headers = Object.assign({}, ...here.map((code) => headersOf[code] ?? {})) as z.ZodRawShape
      return [
        String(status),
        {
          description: here.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
          ...(Object.keys(headers).length === 0 ? {} : { headers: z.object(headers) }),
          content: {
            'application/problem+json': {
              schema: Problem,
              examples: Object.fromEntries(here.map((code) => [code, exampleOf(code)])),
            },
          },
        },
      ]
    }),
  )
}
