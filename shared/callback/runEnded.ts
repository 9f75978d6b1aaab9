import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { RunId, StopReason } from '../engine/runTerms.ts'
import { LoopName } from '../graph/ids.ts'
import { Outcome } from '../graph/nodes/outcome.ts'

/** What a callback says of a run that has ended. Times are milliseconds since the epoch. */
export const RunEnded = z.strictObject({
  run: RunId,
  loop: LoopName,
  version: Digest,
  /** The number that people know the version by; null where it has none. */
  versionNumber: z.int().nullable(),
  outcome: Outcome,
  reason: StopReason,
  message: z.string(),
  iterations: z.int(),
  steps: z.int(),
  costUsd: z.number(),
  acceptedAt: z.int(),
  endedAt: z.int(),
  trace: z.string(),
  /** The outcome's response body; null where it has none. */
  body: z.json(),
})
export type RunEnded = z.infer<typeof RunEnded>

/**
 * What a callback sends: a CloudEvent 1.0 in structured mode. Its id, which is also `webhook-id`, is the same in every attempt, so a
 * receiver that gets it twice knows it.
 */
export const RunEndedEvent = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.literal('pavane.run.ended'),
  /** The run's id. */
  subject: RunId,
  /** When the run ended. */
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  data: RunEnded,
})
export type RunEndedEvent = z.infer<typeof RunEndedEvent>
