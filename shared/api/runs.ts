import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { RunEvent, RunId, StepRef, StopReason } from '../engine/event.ts'
import { LoopName, SignalName } from '../graph/ids.ts'
import { Outcome } from '../graph/nodes/outcome.ts'
import { apiLimits } from './limits.ts'
import { Reason } from './reason.ts'
import { RunReview } from './reviews.ts'

/**
 * `queued` was accepted and waits for room; `waiting` waits for a person, for time to pass or for an event; `stuck` could not be gone
 * on with after a restart, and is tried again.
 */
export const RunStatus = z.enum(['queued', 'running', 'waiting', 'paused', 'stuck', 'ended'])
export type RunStatus = z.infer<typeof RunStatus>

/** A run as lists and callers see it. Times are milliseconds since the epoch. */
export const RunSummary = z.strictObject({
  run: RunId,
  loop: LoopName,
  version: Digest,
  versionNumber: z.int().nullable(),
  status: RunStatus,
  outcome: Outcome.nullable(),
  reason: StopReason.nullable(),
  message: z.string(),
  iterations: z.int(),
  steps: z.int(),
  costUsd: z.number(),
  acceptedAt: z.int(),
  endedAt: z.int().nullable(),
  events: z.int(),
  trace: z.string(),
  /** The run whose step this one is; null when it is nobody's. */
  parent: z.strictObject({ run: RunId, step: StepRef }).nullable(),
  /** The newest review, in lists; left out where there is none. */
  review: RunReview.exactOptional(),
})
export type RunSummary = z.infer<typeof RunSummary>

/** A run that is a step of another. */
export const ChildRun = z.strictObject({ step: StepRef, run: RunId })

/** When a wait ends by itself, in milliseconds since the epoch; null where that was not on record yet when it began. */
const until = z.int().nullable()

/** Something that a run waits for before it goes on. */
export const RunWait = z.discriminatedUnion('for', [
  /** An event, which can be posted to the run under that name. */
  z.strictObject({ for: z.literal('event'), step: StepRef, event: SignalName, until }),
  /** Time to pass: for a step, or before the next iteration, which is no step. */
  z.strictObject({ for: z.literal('time'), step: StepRef.nullable(), until }),
  /** A person’s decision. */
  z.strictObject({ for: z.literal('approval'), approval: z.string(), title: z.string(), until }),
])
export type RunWait = z.infer<typeof RunWait>

/**
 * A run whole: its summary, the outcome's response body, the runs that its steps are, as far as they have started, and what it waits
 * for. One that is queued, stuck or ended waits for nothing that anybody could bring.
 */
export const RunDetail = z.strictObject({
  ...RunSummary.shape,
  body: z.json(),
  input: z.json(),
  children: z.array(ChildRun),
  waits: z.array(RunWait),
})
export type RunDetail = z.infer<typeof RunDetail>

/** What a list of runs can be narrowed to: one status, or every run that has not ended. */
export const RunStatusFilter = z.enum([...RunStatus.options, 'in-flight'])
export type RunStatusFilter = z.infer<typeof RunStatusFilter>

/** A version as people and programs name it: by its number in its loop, or by its digest. */
export const VersionName = z
  .string()
  .regex(/^([1-9]\d{0,8}|sha256:[0-9a-f]{64})$/, 'Give a version’s number or its whole digest')

export const RunQuery = z.strictObject({
  loop: LoopName.optional(),
  version: VersionName.optional(),
  status: RunStatusFilter.optional(),
  outcome: Outcome.optional(),
  reason: StopReason.optional(),
  /** Free text over run id and message. */
  text: z.string().max(200).optional(),
  /** Accepted from this moment on, in milliseconds since the epoch. */
  since: z.coerce.number().int().min(0).optional(),
  /** Accepted before this moment. */
  until: z.coerce.number().int().min(0).optional(),
  /** How long it took at least; of a run that has not ended, up to now. */
  minDurationMs: z.coerce.number().int().min(0).optional(),
  /** What it cost at least. */
  minCostUsd: z.coerce.number().min(0).optional(),
  /** Of those that have ended: whether anybody has reviewed them. */
  reviewed: z.enum(['true', 'false']).optional(),
  /** From the page before. */
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})
export type RunQuery = z.infer<typeof RunQuery>

export const RunList = z.strictObject({ runs: z.array(RunSummary), next: z.string().nullable() })
export type RunList = z.infer<typeof RunList>
export const StartRun = z.strictObject({ input: z.json(), version: Digest.optional() })

/** A new, live run that begins where this one began an iteration. */
export const ForkRun = z.strictObject({
  /** The number of that iteration. At 1 the run begins at the trigger, with nothing of this one but its input. */
  iteration: z.int().min(1),
  /** In place of the run’s own. */
  input: z.json().optional(),
  /** The version that runs; that of the run when left out. */
  version: Digest.optional(),
  reason: Reason,
})

export const EventQuery = z.strictObject({
  /** Only events with a greater `seq`. */
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(20_000).optional(),
})
export const EventPage = z.strictObject({ events: z.array(RunEvent), next: z.int().nullable() })
export type EventPage = z.infer<typeof EventPage>

export const CancelRun = z.strictObject({ reason: z.string().max(500), compensate: z.boolean() })
/** An event for a run. The same id again changes nothing; `Idempotency-Key` stands in for it. */
export const PostSignal = z.strictObject({
  id: z.string().min(1).max(apiLimits.signalIdCharacters).optional(),
  name: SignalName,
  data: z.json().optional(),
})
export type PostSignal = z.infer<typeof PostSignal>

/** A CloudEvent 1.0 in structured mode, as an event for a run: its `type` is the name. Other attributes are taken and not kept. */
export const SignalCloudEvent = z.looseObject({
  specversion: z.literal('1.0'),
  id: z
    .string()
    .min(1)
    .max(apiLimits.signalIdCharacters / 2),
  source: z
    .string()
    .min(1)
    .max(apiLimits.signalIdCharacters / 2 - 1),
  type: SignalName,
  data: z.json().optional(),
  data_base64: z.never({ error: 'Send the data as JSON in `data`' }).optional(),
})

export const PauseRun = z.strictObject({ reason: z.string().max(500) })
