import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi'
import { HookQuery, HookVersions } from '../../../shared/api/hooks.ts'
import { apiLimits } from '../../../shared/api/limits.ts'
import { Problem } from '../../../shared/api/problem.ts'
import { routes } from '../../../shared/api/routes.ts'
import { RunDetail } from '../../../shared/api/runs.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { JsonObject } from '../../../shared/json.ts'
import type { PublishedLoop } from '../../objects/ports.ts'
import { invokeDetails } from '../details/invokeDetails.ts'
import { problemResponses } from '../problemResponses.ts'
import { refusalsOf } from '../refusalsOf.ts'
import { startedHeaders } from '../startedHeaders.ts'
import { tidyDocument } from '../tidyDocument.ts'
import { callerSecurity } from './callerSecurity.ts'
import { inputExamples, inputSchema } from './inputSchema.ts'
import { outcomeSchemas } from './outcomeSchemas.ts'
import { versionsOf } from './versionsOf.ts'

const at = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** A published loop as OpenAPI 3.1: how it is called, by whom, and all that it can answer. `hook` is the hook’s path. */
export function loopDocument({ stable, canary }: PublishedLoop, origin: string, hook: string): JsonObject {
  const { program } = stable
  const { schemes, security } = callerSecurity(program.trigger.auth)
  const outcomes = outcomeSchemas([program, ...(canary ? [canary.program] : [])])
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: program.title,
      version: String(stable.number),
      description: aboutLoop(program),
    },
    servers: [{ url: origin }],
    security,
    tags: [{ name: program.name, description: program.title }],
    paths: {
      [hook]: {
        post: invocation(program, Object.keys(outcomes)),
        get: {
          operationId: 'versions',
          summary: 'Which versions take calls, without running one',
          description: 'A signature is over the empty body.',
          tags: [program.name],
          responses: {
            200: {
              description: 'The versions that take calls now',
              content: {
                'application/json': { schema: HookVersions, example: versionsOf({ stable, canary }) },
              },
            },
            ...problemResponses(['signature-invalid', 'loop-not-found', 'loop-not-published']),
          },
        },
      },
    },
    components: { schemas: { Run: RunDetail, Problem }, securitySchemes: schemes },
  })
  const schemas = { ...document.components?.schemas, Input: inputSchema(program), ...outcomes }
  const whole = {
    ...document,
    'x-pavane-version': program.version,
    components: { ...document.components, schemas },
  }
  return tidyDocument(whole) as unknown as JsonObject
}

function invocation(program: Program, outcomes: string[]): ZodOpenApiOperationObject {
  const { respond } = program.trigger
  const input = at('Input')
  const examples = inputExamples(program)
  const [first] = Object.values(examples)
  const event = { specversion: '1.0', id: '4711', source: '/orders', type: 'com.example.order' }
  return {
    operationId: 'invoke',
    summary: `Run “${program.title}”`,
    description:
      respond.mode === 'wait'
        ? `The answer is held for ${respond.seconds} ${respond.seconds === 1 ? 'second' : 'seconds'} at most, unless \`Prefer\` says otherwise.`
        : 'The answer is the run at once, unless `Prefer` asks to wait.',
    tags: [program.name],
    requestParams: {
      query: HookQuery,
      header: z.object({
        Prefer: z
          .string()
          .optional()
          .meta({
            description: `\`wait=N\` (${apiLimits.waitSeconds} seconds at most), \`respond-async\` or both (RFC 7240)`,
            example: 'wait=10',
          }),
        'Idempotency-Key': z.string().max(apiLimits.keyCharacters).optional().meta({
          description: 'The same key with the same body gives the first run again',
          example: '"order-4711"',
        }),
        'Pavane-Version': z
          .string()
          .optional()
          .meta({ description: 'A digest, `stable` or `canary`: which version runs' }),
        'Pavane-Callback': z
          .string()
          .optional()
          .meta({ description: 'Where the run’s end is told, under a host that the trigger allows for it' }),
        traceparent: z
          .string()
          .optional()
          .meta({ description: 'W3C Trace Context; the run goes on with it' }),
      }),
    },
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: input, ...(first === undefined ? {} : { examples }) },
        'application/cloudevents+json': {
          schema: {
            type: 'object',
            properties: {
              specversion: { type: 'string', const: '1.0' },
              id: { type: 'string' },
              source: { type: 'string' },
              type: { type: 'string' },
              data: input,
            },
            required: ['specversion', 'id', 'source', 'type'],
          },
          ...(first === undefined ? {} : { example: { ...event, data: first.value } }),
        },
      },
    },
    responses: {
      200: {
        description: 'The run ended in time: the body of its outcome. `Pavane-Outcome` says which',
        headers: startedHeaders,
        content: { 'application/json': { schema: { anyOf: outcomes.map(at) } } },
      },
      202: {
        description: 'The run was accepted; `Location` is where it is',
        headers: startedHeaders,
        content: { 'application/json': { schema: RunDetail } },
      },
      ...problemResponses(refusalsOf(routes.invoke, invokeDetails)),
    },
  }
}

function aboutLoop({ name, trigger, limits }: Program): string {
  const repeats =
    trigger.dedupe === null
      ? 'Two calls are the same when they share an `Idempotency-Key`, else when they are one CloudEvent, else when they share a `webhook-id` or `x-github-delivery`.'
      : `Two calls are the same when \`${trigger.dedupe}\` gives the same value.`
  const signsTime = trigger.auth.scheme === 'standard-webhooks' || trigger.auth.scheme === 'stripe'
  const signed = signsTime ? ' The same signed bytes are the same call, whatever else comes along.' : ''
  return `Calls of the loop \`${name}\`.

**Repeats.** ${repeats}${signed} The same call again gives the first run with \`Idempotency-Replayed: true\` and starts nothing.

**Limits.** A body has ${apiLimits.bodyBytes} bytes (413) and ${apiLimits.jsonDepth} levels (422) at most. ${limits.queue} runs may be unfinished on each shard; past that the answer is 429 with \`Retry-After\`, and nothing was started.

**Errors** are problem documents (RFC 9457); \`errors[]\` points into the input.`
}
