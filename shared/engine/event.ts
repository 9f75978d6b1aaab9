import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { Assumption } from '../graph/assumption.ts'
import { LoopName, NodeId } from '../graph/ids.ts'
import { Outcome } from '../graph/nodes/outcome.ts'
import { PolicyEffect, PolicyPoint } from '../graph/policy.ts'
import { Json, JsonObject } from '../json.ts'
import {
  approvalAssigned,
  approvalCommented,
  approvalDenied,
  approvalEdited,
  approvalExpired,
  approvalGranted,
  approvalRequested,
  approvalSentBack,
  approvalSuperseded,
} from './approvalEvents.ts'
import { checkAnswered, checkAsked, checkCompleted, verdictReached } from './checkEvents.ts'
import { EffectError } from './effectError.ts'
import { eventSchema as event } from './eventSchema.ts'
import { Fork } from './fork.ts'
import { Because } from './plan.ts'
import {
  planAdopted,
  planAnswered,
  planProposed,
  planRejected,
  planRequested,
  storedPlanProposed,
} from './planEvents.ts'
import {
  ApprovalSubject,
  Assignee,
  ChildBudget,
  EffectId,
  Parent,
  RecentRuns,
  RequestInfo,
  RunId,
  StepRef,
  StopReason,
} from './runTerms.ts'

export {
  ApprovalSubject,
  Assignee,
  ChildBudget,
  EffectId,
  Fork,
  Parent,
  RecentRuns,
  RequestInfo,
  RunId,
  StepRef,
  StopReason,
}

const attempt = z.int().min(1)
const iteration = z.int().min(1)
const startedByChild = z.int().min(0).optional()

export const runAccepted = event('run.accepted', {
  run: RunId,
  loop: LoopName,
  program: Digest,
  input: Json,
  request: RequestInfo,
  /** Decides every random choice of the run. */
  seed: z.int(),
  dedupeKey: z.string().nullable(),
  /** It waits until the host admits it. */
  queued: z.boolean().optional(),
  parent: Parent.optional(),
  /** The run that it is a fork of, and what it carries along from there; left out where it is none. */
  fork: Fork.exactOptional(),
  /** When what the input says was observed, in milliseconds since the epoch; left out when that is when it was accepted. */
  observedAt: z.int().optional(),
  /** Which share of the loop's last runs did not succeed, 0 to 1; kept where checks are made of some runs only, and left out when it is none. */
  recentFailures: z.number().min(0).max(1).optional(),
  /** The digest of the workspace's policies that the run is bound to; left out when there were none. */
  policySet: Digest.optional(),
  /** What the loop's shard did lately; there when a policy reads it. */
  recent: RecentRuns.optional(),
})
/** The run may start: there is room for it. */
export const runAdmitted = event('run.admitted', {})
/** An event was posted to the run. */
export const signalReceived = event('signal.received', {
  /** The sender's id of it: the same id again changes nothing. */
  id: z.string(),
  name: z.string(),
  data: Json,
  by: z.string(),
})
/** The next iteration waits, because the last ones brought nothing better. */
export const iterationDelayed = event('iteration.delayed', {
  /** The iteration to come. */
  iteration,
  planner: NodeId,
  because: Because.nullable(),
  until: z.int(),
  message: z.string(),
})
export const assumptionChecked = event('assumption.checked', {
  iteration,
  /** The step that needs it; null when the whole plan does. */
  of: StepRef.nullable(),
  assumption: Assumption,
  holds: z.boolean(),
  message: z.string(),
})
/** A step that maps over a list got its items; each is then a step of its own. */
export const stepExpanded = event('step.expanded', { iteration, step: StepRef, items: z.array(Json) })
/**
 * A step whose result is unknown is looked into: first that it is to be, with the error after which nobody knows, then what each probe
 * found.
 */
export const stepProbed = event('step.probed', {
  iteration,
  step: StepRef,
  result: z.enum(['happened', 'not-happened', 'unknown']),
  message: z.string(),
  /** Why the result is unknown, where the looking begins. */
  error: EffectError.optional(),
  /** When the next probe may leave; left out when none does. */
  retryAt: z.int().optional(),
  /** It is the step's undo that is looked into. */
  undo: z.literal(true).optional(),
})
export const inputChecked = event('input.checked', {
  checks: z.array(
    z.strictObject({
      id: z.string(),
      holds: z.boolean(),
      effect: z.enum(['reject', 'flag']),
      message: z.string(),
    }),
  ),
})
export const policyEvaluated = event('policy.evaluated', {
  policy: z.string(),
  /** The digest of the policy as it stood. */
  digest: Digest,
  point: PolicyPoint,
  /** The node or step that it was about; null at input. */
  subject: z.string().nullable(),
  matched: z.boolean(),
  /** What applies: null when it did not match. */
  effect: PolicyEffect.nullable(),
  message: z.string(),
  /** Set when the expression could not be evaluated, which counts as a match that denies. */
  error: z.string().nullable(),
  /** The policy's own version. Left out, as the three below, in logs of before it was kept. */
  version: z.int().min(1).optional(),
  /** What its expression read, by path, after what is redacted was. */
  values: JsonObject.optional(),
  /** Whose policy it is. One of the workspace is named `workspace:<id>`. */
  from: z.enum(['loop', 'workspace']).optional(),
  /** It was only looked at: what applies was not applied. */
  dryRun: z.literal(true).optional(),
  /** It was asked of a step as it was proposed, before its turn: what applies holds for the step. */
  early: z.literal(true).optional(),
})
export const stepStarted = event('step.started', {
  iteration,
  step: StepRef,
  action: NodeId,
  effect: EffectId,
  args: JsonObject,
  attempt,
  /** The action that undoes it, registered before it leaves; null when there is none. */
  undo: NodeId.nullable().optional(),
  /** It changes nothing outside and gives no fact: once it has settled, only its iteration needs it. */
  pure: z.boolean().optional(),
  /** For a wait: when it is over, in milliseconds since the epoch, if no event ends it before. */
  until: z.int().optional(),
  /** It is a run of its own: should nobody wait for it any more, it is cancelled. */
  child: z.boolean().optional(),
  /** What that run may use. Kept for it until its result is in. */
  budget: ChildBudget.optional(),
})
export const stepSucceeded = event('step.succeeded', {
  iteration,
  step: StepRef,
  output: Json,
  costUsd: z.number().min(0),
  /** How many steps the child run started that it is. */
  steps: startedByChild,
})
export const stepFailed = event('step.failed', {
  iteration,
  step: StepRef,
  error: EffectError,
  attempts: z.int(),
  /** What it brought, when that is why it failed: its undo may need it. */
  output: Json.optional(),
  /** What it cost all the same; nothing when left out. */
  costUsd: z.number().min(0).optional(),
  /** How many steps the child run started that it is. */
  steps: startedByChild,
})
export const stepRetried = event('step.retried', {
  iteration,
  step: StepRef,
  error: EffectError,
  /** The attempt to come. */
  attempt,
  /** When it may leave, in milliseconds since the epoch. */
  notBefore: z.int(),
})
export const stepSkipped = event('step.skipped', {
  iteration,
  step: StepRef,
  reason: z.enum(['condition', 'dependency', 'cancelled', 'limit', 'not-needed', 'withdrawn']),
  message: z.string(),
  /** Which limit it was that stopped the steps. */
  limit: StopReason.optional(),
})
export const stepUncertain = event('step.uncertain', { iteration, step: StepRef, error: EffectError })
export const stepLate = event('step.late', {
  /** The iteration that the result belongs to. */
  iteration,
  step: StepRef,
  effect: EffectId,
  message: z.string(),
  /** What a child run cost that nobody waited for any more. */
  costUsd: z.number().min(0).optional(),
  /** How many steps that run started. */
  steps: startedByChild,
})
export const iterationStarted = event('iteration.started', {
  iteration,
  planner: NodeId,
  because: Because.nullable(),
})
export const compensationStarted = event('compensation.started', {
  /** The effect that it undoes. */
  undoes: EffectId,
  step: StepRef,
  action: NodeId,
  effect: EffectId,
  args: JsonObject,
  attempt,
  notBefore: z.int().nullable(),
})
export const compensationSucceeded = event('compensation.succeeded', {
  undoes: EffectId,
  step: StepRef,
  output: Json,
})
export const compensationFailed = event('compensation.failed', {
  undoes: EffectId,
  step: StepRef,
  error: EffectError,
  /** Whether another attempt follows. */
  final: z.boolean(),
})
export const leaseGranted = event('lease.granted', {
  iteration,
  step: StepRef,
  resource: z.string(),
  /** Fencing token: grows with every grant of the resource. */
  token: z.int(),
  until: z.int(),
})
export const leaseReleased = event('lease.released', { step: StepRef, resource: z.string(), token: z.int() })
export const runPaused = event('run.paused', { by: z.string(), reason: z.string() })
export const runResumed = event('run.resumed', { by: z.string(), reason: z.string() })
export const runCancelled = event('run.cancelled', {
  by: z.string(),
  reason: z.string(),
  /** True undoes what was done first; false stops at once. */
  compensate: z.boolean(),
})
export const runEnded = event('run.ended', {
  outcome: Outcome,
  reason: StopReason,
  /** The outcome node; null when the run ended with none. */
  node: NodeId.nullable(),
  body: Json,
  message: z.string(),
  iterations: z.int(),
  steps: z.int(),
  costUsd: z.number(),
  /** Effects that stand although the run did not succeed: nothing undid them, because that failed, is not possible, or was not asked for. */
  notUndone: z.array(EffectId),
})

/** What can happen in a run. Past tense: facts, never requests. */
export const EventBody = z.discriminatedUnion('type', [
  runAccepted,
  inputChecked,
  runAdmitted,
  signalReceived,
  planRequested,
  planAnswered,
  planProposed,
  planRejected,
  planAdopted,
  policyEvaluated,
  approvalRequested,
  approvalGranted,
  approvalDenied,
  approvalExpired,
  approvalEdited,
  approvalSentBack,
  approvalAssigned,
  approvalCommented,
  approvalSuperseded,
  stepStarted,
  stepSucceeded,
  stepFailed,
  stepRetried,
  stepSkipped,
  stepUncertain,
  stepLate,
  stepExpanded,
  stepProbed,
  assumptionChecked,
  checkAsked,
  checkAnswered,
  checkCompleted,
  verdictReached,
  iterationStarted,
  iterationDelayed,
  compensationStarted,
  compensationSucceeded,
  compensationFailed,
  leaseGranted,
  leaseReleased,
  runPaused,
  runResumed,
  runCancelled,
  runEnded,
])
export type EventBody = z.infer<typeof EventBody>
export type EventType = EventBody['type']
export type EventOf<T extends EventType> = Extract<EventBody, { type: T }>

/** What sealing adds: place in the log, time, trace and the hash chain. */
export const Seal = z.strictObject({
  /** From 1, without gaps. */
  seq: z.int().min(1),
  /** Milliseconds since the epoch. */
  at: z.int(),
  /** W3C trace id: 32 hexadecimal digits. */
  trace: z.string().regex(/^[0-9a-f]{32}$/),
  /** The hash of the event before; the genesis digest for the first. */
  prev: Digest,
  /** The digest of `{ seq, at, type, data, trace, prev }`. */
  hash: Digest,
})
export type Seal = z.infer<typeof Seal>

/** One entry of a run's append-only log. */
export type RunEvent = EventBody & Seal
export const RunEvent = z.discriminatedUnion(
  'type',
  EventBody.options.map((body) =>
    (body === planProposed ? storedPlanProposed : body).extend(Seal.shape),
  ) as unknown as typeof EventBody.options,
) as unknown as z.ZodType<RunEvent>
