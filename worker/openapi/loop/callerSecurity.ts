import type { ZodOpenApiObject } from 'zod-openapi'
import { apiLimits } from '../../../shared/api/limits.ts'
import { assertNever } from '../../../shared/assertNever.ts'
import type { TriggerAuth } from '../../../shared/graph/nodes/trigger.ts'

type SecuritySchemes = NonNullable<NonNullable<ZodOpenApiObject['components']>['securitySchemes']>
type CallerSecurity = {
  schemes: SecuritySchemes
  security: Record<string, string[]>[]
}

const header = (name: string, description: string): CallerSecurity => ({
  schemes: { caller: { type: 'apiKey', in: 'header', name, description } },
  security: [{ caller: [] }],
})

const within = `The time may be ${apiLimits.signatureToleranceSeconds} seconds off.`

/** How the caller of a loop proves who it is, as OpenAPI can say it: a signature is a header, and its making is told in words. */
export function callerSecurity(auth: TriggerAuth): CallerSecurity {
  switch (auth.scheme) {
    case 'none':
      return { schemes: {}, security: [] }
    case 'bearer':
      return {
        schemes: { caller: { type: 'http', scheme: 'bearer', description: 'The secret of this hook' } },
        security: [{ caller: [] }],
      }
    case 'github':
      return header('X-Hub-Signature-256', '`sha256=` and the HMAC-SHA-256 of the body in hexadecimal')
    case 'standard-webhooks':
      return {
        schemes: {
          webhookId: {
            type: 'apiKey',
            in: 'header',
            name: 'webhook-id',
            description: 'What tells this delivery from others; the same for its repeats',
          },
          webhookTimestamp: {
            type: 'apiKey',
            in: 'header',
            name: 'webhook-timestamp',
            description: `Seconds since the epoch. ${within}`,
          },
          webhookSignature: {
            type: 'apiKey',
            in: 'header',
            name: 'webhook-signature',
            description:
              '`v1,` and the HMAC-SHA-256 of `<webhook-id>.<webhook-timestamp>.<body>` in base64, with the secret’s base64 part as key (Standard Webhooks)',
          },
        },
        security: [{ webhookId: [], webhookTimestamp: [], webhookSignature: [] }],
      }
    case 'stripe':
      return header(
        auth.header ?? 'Stripe-Signature',
        `\`t=<seconds>,v1=<HMAC-SHA-256 of "<seconds>.<body>" in hexadecimal>\`. ${within}`,
      )
    default:
      return assertNever(auth)
  }
}
