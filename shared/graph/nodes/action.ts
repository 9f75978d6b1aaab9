import { z } from 'zod'
import { ResourceName } from '../ids.ts'
import { Cel, JsonSchema, Template, TemplateObject, TemplateText } from '../text.ts'
import { nodeBase } from './base.ts'

export const HttpMethod = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * A request to a host that the workspace defines. Its output is `{ status, body }`; `body` is parsed when it is JSON,
 * else text. A status of 2xx, or one listed in `accepts`, is a success.
 */
export const HttpCall = z.strictObject({
  uses: z.literal('http'),
  host: ResourceName,
  method: HttpMethod,
  path: TemplateText,
  query: z.record(z.string(), TemplateText).optional(),
  headers: z.record(z.string(), TemplateText).optional(),
  body: Template.optional(),
  accepts: z.array(z.int().min(100).max(599)).optional(),
})
export type HttpCall = z.infer<typeof HttpCall>

/** A value computed from what is in scope; its output is that value. */
export const TransformCall = z.strictObject({ uses: z.literal('transform'), value: Template })
export type TransformCall = z.infer<typeof TransformCall>

export const ActionCall = z.discriminatedUnion('uses', [HttpCall, TransformCall])
export type ActionCall = z.infer<typeof ActionCall>
export type ActionUses = ActionCall['uses']

/**
 * How a repeated request is made safe. `native`: repeating it changes nothing more. `keyed`: the target honours the
 * `Idempotency-Key` that is sent. `none`: neither, so an unknown result is `uncertain` and never retried silently.
 */
export const Idempotency = z.enum(['native', 'keyed', 'none'])
export type Idempotency = z.infer<typeof Idempotency>

/** Exponential backoff between attempts; with full jitter the wait is uniform between zero and the computed one. */
export const Retry = z.strictObject({
  maxAttempts: z.int().min(1).max(20),
  initialSeconds: z.number().min(0).max(3600),
  factor: z.number().min(1).max(10),
  maxSeconds: z.number().min(0).max(86_400),
  jitter: z.enum(['full', 'none']),
})
export type Retry = z.infer<typeof Retry>

/** `pure` changes nothing outside, `compensable` has an undo, `irreversible` has none. */
export const Reversibility = z.enum(['pure', 'compensable', 'irreversible'])
export type Reversibility = z.infer<typeof Reversibility>

export const RiskLevel = z.enum(['low', 'medium', 'high'])

export const ActionNode = z.strictObject({
  kind: z.literal('action'),
  ...nodeBase,
  call: ActionCall,
  /** JSON Schema of the step's arguments, checked before the call. */
  args: JsonSchema.optional(),
  /** JSON Schema of the output, checked after the call. */
  output: JsonSchema.optional(),
  needs: Cel.optional(),
  gives: z.array(ResourceName).optional(),
  costUsd: z.number().min(0).optional(),
  risk: RiskLevel.optional(),
  reversibility: Reversibility,
  idempotency: Idempotency,
  timeoutSeconds: z.number().positive().max(900).optional(),
  retry: Retry.optional(),
  /** Named resources held, exclusively, while the step runs. Templates over the step's scope. */
  leases: z.array(TemplateText).optional(),
  /** Arguments of the compensating action that the `undo` port leads to, over `args` and `output` of this step. */
  undoArgs: TemplateObject.optional(),
})
export type ActionNode = z.infer<typeof ActionNode>
