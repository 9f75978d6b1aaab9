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
  'nesting-too-deep',
  'queue-full',
  'internal',
  'configuration-missing',
] as const satisfies readonly ProblemCode[]

type Responses = NonNullable<ZodOpenApiOperationObject['responses']>

const retryHeaders = z.object({
  RateLimit: z.string().meta({ description: '`r` is 0; `t` is when to try again' }),
  'Retry-After': z.string().meta({ description: 'Seconds to wait before the next try' }),
})

/** The responses of refused calls, by status. */
export function hookRefusals(codes: readonly ProblemCode[] = refusals): Responses {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, here]) => [
      String(status),
      {
        description: here.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
        ...(status === 429 ? { headers: retryHeaders } : {}),
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
