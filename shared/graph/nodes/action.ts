import { z } from 'zod'
import { ErrorClass } from '../../errorClass.ts'
import { Assumption } from '../assumption.ts'
import { LoopName, ResourceName, SignalName } from '../ids.ts'
import { Rate } from '../rate.ts'
import { Cel, JsonSchema, Template, TemplateObject, TemplateText } from '../text.ts'
import { disabledMember, nodeBase } from './base.ts'

export const HttpMethod = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Which redirects are followed: as many as `max`, and only to addresses under the call’s own host or the hosts named here. To another
 * origin no header goes along that could be a credential.
 */
export const Redirects = z.strictObject({
  /** So many, one after the other. */
  max: z.int().min(1).max(5),
  /** Further hosts of the workspace that a redirect may lead to. */
  hosts: z.array(ResourceName).max(10).optional(),
})
export type Redirects = z.infer<typeof Redirects>

/**
 * A request to a host that the workspace defines. Its output is `{ status, body }`; `body` is parsed when it is JSON,
 * else text. A status of 2xx, or one listed in `accepts`, is a success.
 */
export const HttpCall = z.strictObject({
  uses: z.literal('http'),
  /** A host of the workspace. */
  host: ResourceName,
  /** The request’s method. */
  method: HttpMethod,
  /** The path; it may read secrets. */
  path: TemplateText,
  /** Parameters of the query, by name. */
  query: z.record(z.string(), TemplateText).optional(),
  /** Headers, by name; they may read secrets. */
  headers: z.record(z.string(), TemplateText).optional(),
  /** The body, sent as JSON. */
  body: Template.optional(),
  /** Statuses besides 2xx that are a success. */
  accepts: z.array(z.int().min(100).max(599)).optional(),
  /** Redirects of a GET that are followed; none when left out. */
  redirects: Redirects.optional(),
})
export type HttpCall = z.infer<typeof HttpCall>

/** A value computed from what is in scope; its output is that value. */
export const TransformCall = z.strictObject({
  uses: z.literal('transform'),
  /** The value. */
  value: Template,
})
export type TransformCall = z.infer<typeof TransformCall>

/** What a wait is for. */
export const WaitFor = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('duration'),
    /** How long: a number, or CEL that gives one. */
    seconds: z.union([z.number().min(0), Cel]),
  }),
  /** A point in time: RFC 3339 text, or a template that gives it. One that is past ends the wait at once. */
  z.strictObject({
    type: z.literal('until'),
    /** When. */
    time: TemplateText,
  }),
  /**
   * An event posted to the run under that name. `match` is a condition over the step's scope and `event`
   * (`{ id, name, data, by, at }`). Without one in time the step fails with class `timeout`, or goes on with the output null.
   */
  z.strictObject({
    type: z.literal('event'),
    /** The event’s name. */
    event: SignalName,
    /** Which events are meant; any of that name when left out. */
    match: Cel.optional(),
    /** How long it waits at most. */
    timeoutSeconds: z.number().positive().max(31_536_000),
    /** What happens then: the step fails, or goes on with null. Default `fail`. */
    onTimeout: z.enum(['fail', 'go-on']).optional(),
  }),
])
export type WaitFor = z.infer<typeof WaitFor>

/** Waits for time to pass or for an event. Its output is `{ at }` (RFC 3339), or the event. It needs no host. */
export const WaitCall = z.strictObject({
  uses: z.literal('wait'),
  /** What it waits for. */
  for: WaitFor,
})
export type WaitCall = z.infer<typeof WaitCall>

/**
 * A run of another loop, the child. Its output is `{ run, outcome, body }`; any outcome but `succeeded` is a failure. What is left
 * of this run's budget bounds the child, shared among those that run at once; its cost and its steps count here; cancelling this run
 * cancels it; both share one trace.
 */
export const LoopCall = z.strictObject({
  uses: z.literal('loop'),
  /** The loop that is run: one of the workspace. */
  loop: LoopName,
  /** Its input. */
  input: Template,
})
export type LoopCall = z.infer<typeof LoopCall>

/**
 * Sends a CloudEvent 1.0 (structured mode, JSON) to a host, signed as Standard Webhooks say when a secret is named. Its output is
 * `{ id, status }`.
 */
export const EmitCall = z.strictObject({
  uses: z.literal('emit'),
  /** A host of the workspace. */
  host: ResourceName,
  /** Where the event is posted to. */
  path: TemplateText,
  /** The secret that signs it. */
  secret: ResourceName.optional(),
  /** The event’s type. */
  type: TemplateText,
  /** Default: `/loops/<name>`. */
  source: TemplateText.optional(),
  /** The event’s subject. */
  subject: TemplateText.optional(),
  /** What it says. */
  data: Template.optional(),
})
export type EmitCall = z.infer<typeof EmitCall>

export const ActionCall = z.discriminatedUnion('uses', [
  HttpCall,
  TransformCall,
  WaitCall,
  LoopCall,
  EmitCall,
])
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
  /** Attempts in all, the first one included. */
  maxAttempts: z.int().min(1).max(20),
  /** The wait after the first attempt. */
  initialSeconds: z.number().min(0).max(3600),
  /** What each wait is multiplied by for the next one. */
  factor: z.number().min(1).max(10),
  /** The longest wait. */
  maxSeconds: z.number().min(0).max(86_400),
  /** Whether waits are drawn between zero and the computed one. */
  jitter: z.enum(['full', 'none']),
  /** Classes of errors that are not tried again, whatever the host says. */
  neverOn: z.array(ErrorClass).optional(),
  /** HTTP statuses that are not tried again. */
  neverOnStatus: z.array(z.int().min(100).max(599)).optional(),
})
export type Retry = z.infer<typeof Retry>

/** How what says nothing about it is tried again. */
export const retryDefault: Retry = {
  maxAttempts: 4,
  initialSeconds: 1,
  factor: 2,
  maxSeconds: 60,
  jitter: 'full',
}

/**
 * `pure` changes nothing outside; `idempotent` sets something that may be set again and needs no undo; `compensable` has an undo;
 * `irreversible` has none.
 */
export const Reversibility = z.enum(['pure', 'idempotent', 'compensable', 'irreversible'])
export type Reversibility = z.infer<typeof Reversibility>

export const RiskLevel = z.enum(['low', 'medium', 'high'])
export type RiskLevel = z.infer<typeof RiskLevel>

/**
 * How to find out whether a request whose result is unknown was carried out: a request that changes nothing, and a condition over
 * `args` and its `output`. True makes the step succeed with `gives` (default: the probe's output) as its output; false makes it
 * safe to try again; what can't be told leaves it uncertain.
 */
export const Probe = z.strictObject({
  /** The request: a GET. */
  call: HttpCall,
  /** Whether the answer says that it was carried out. */
  happened: Cel,
  /** The output that the step then has. */
  gives: Template.optional(),
})
export type Probe = z.infer<typeof Probe>

/**
 * When calls of a host are not tried for a while: after so many failures in a row within a time. After `openSeconds` one call may
 * try again.
 */
export const Breaker = z.strictObject({
  /** So many failures in a row. */
  failures: z.int().min(1).max(1000),
  /** The time within which they are counted. */
  withinSeconds: z.number().positive().max(86_400),
  /** How long nothing is sent then. */
  openSeconds: z.number().positive().max(86_400),
})
export type Breaker = z.infer<typeof Breaker>

/** How many calls of an action a shard of the loop makes at once, and how often, over all runs. Others wait their turn. */
export const ActionLimit = z.strictObject({
  /** Calls under way at once. */
  concurrency: z.int().min(1).max(1000).optional(),
  rate: Rate.optional(),
})
export type ActionLimit = z.infer<typeof ActionLimit>

export const ActionNode = z.strictObject({
  kind: z.literal('action'),
  ...nodeBase,
  ...disabledMember,
  /** What it does. */
  call: ActionCall,
  /** JSON Schema of the step's arguments, checked before the call. */
  args: JsonSchema.optional(),
  /** JSON Schema of the output, checked after the call. */
  output: JsonSchema.optional(),
  /** The precondition, over the step's scope. */
  needs: Cel.optional(),
  /** The postcondition, over `args` and `output`: what does not hold fails the step, which happened. */
  ensures: Cel.optional(),
  /** What must be so before a plan with it is adopted, and again before it starts. */
  assumes: z.array(Assumption).optional(),
  /** Facts that are there once it has succeeded, each with its output as the value. */
  gives: z.array(ResourceName).optional(),
  /** How long what it gives is a fact; for the rest of the run when left out. */
  freshSeconds: z.number().positive().optional(),
  /** What one use costs, as far as plans and limits count it. */
  costUsd: z.number().min(0).optional(),
  /** How much can go wrong. It counts 1, 3 or 9 points. */
  risk: RiskLevel.optional(),
  reversibility: Reversibility,
  idempotency: Idempotency,
  /** Of one attempt. A `wait` and a `loop` have their own time instead. */
  timeoutSeconds: z.number().positive().max(900).optional(),
  /** Of all attempts and the waits between them. */
  totalSeconds: z.number().positive().max(31_536_000).optional(),
  retry: Retry.optional(),
  probe: Probe.optional(),
  breaker: Breaker.optional(),
  limit: ActionLimit.optional(),
  /** Named resources held, exclusively, while the step runs. Templates over the step's scope. */
  leases: z.array(TemplateText).optional(),
  /** Arguments of the compensating action that the `undo` port leads to, over `args` and `output` of this step. */
  undoArgs: TemplateObject.optional(),
  /** Whether a step that failed after it may have happened, or whose result is unknown, is undone too. Default: both. */
  undoOn: z.array(z.enum(['failed', 'uncertain'])).optional(),
})
export type ActionNode = z.infer<typeof ActionNode>
