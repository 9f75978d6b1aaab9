import { z } from 'zod'
import { StopReason } from '../engine/runTerms.ts'
import { LoopName } from '../graph/ids.ts'
import { Outcome } from '../graph/nodes/outcome.ts'
import { Verdict } from '../graph/nodes/verifier.ts'

const count = z.int().min(0)
/** A share of 1; null where there is nothing to take a share of. */
const rate = z.number().min(0).max(1).nullable()
const ms = z.number().min(0).nullable()

/** How long something took, in milliseconds. Percentiles are exact to a bucket: 28 % at most, usually less than half of that. */
export const KpiDurations = z.strictObject({ count, meanMs: ms, p50: ms, p95: ms, p99: ms })
export type KpiDurations = z.infer<typeof KpiDurations>

/** What runs came to. All but `started` counts runs that ended, at the time of their end. */
export const KpiFigures = z.strictObject({
  /** Runs that were accepted, ended or not. */
  started: count,
  ended: count,
  outcomes: z.partialRecord(Outcome, count),
  /** Why they stopped. */
  reasons: z.partialRecord(StopReason, count),
  /** Ended runs but for those that somebody cancelled. */
  judged: count,
  /** The share of those that succeeded. */
  succeeded: rate,
  iterations: count,
  costUsd: z.number().min(0),
  /** How often a planner was asked for a plan, and how often there was none or it was rejected. */
  plans: z.strictObject({ asked: count, failed: count, failureRate: rate }),
  verdicts: z.partialRecord(Verdict, count),
  /** The share of verdicts that passed. */
  passRate: rate,
  /** How often a value was compared with a baseline, and how often it had drifted. */
  drift: z.strictObject({ checked: count, found: count }),
  /** From the acceptance of a run to its end. */
  cycle: KpiDurations,
  /** From the acceptance of a run to its start. */
  queue: KpiDurations,
  /** From the question to a planner to its plan, or to why there is none. */
  planning: KpiDurations,
  /** From the first attempt of a step to its result; waits are left out. */
  action: KpiDurations,
  /** From the first check of a verifier to its last. */
  verification: KpiDurations,
  /** Within a run: from a verdict that did not pass to the next that did. */
  recovery: KpiDurations,
})
export type KpiFigures = z.infer<typeof KpiFigures>

/** What a loop has under way now, over all of its shards. */
export const KpiNow = z.strictObject({
  queued: count,
  running: count,
  /** Unfinished runs that are taken; past it, 429. Null before anything was published. */
  limit: count.nullable(),
  /** Approvals that wait for somebody. */
  approvals: count,
  /** Hosts that are not called for the time being. */
  blockedHosts: z.array(z.string()),
  /** Callbacks that were given up. */
  deadCallbacks: count,
})
export type KpiNow = z.infer<typeof KpiNow>

/** `idle`: nothing ended, nothing is under way, and nothing is wrong with that. */
export const KpiHealthState = z.enum(['ok', 'degraded', 'failing', 'idle'])
export type KpiHealthState = z.infer<typeof KpiHealthState>

export const KpiReasonCode = z.enum([
  'outcomes',
  'cycle-time',
  'verification',
  'planning',
  'drift',
  'cost',
  'silence',
  'queue',
  'hosts',
  'callbacks',
])

/** How a loop does, with the reasons in words, worst first. */
export const KpiHealth = z.strictObject({
  state: KpiHealthState,
  reasons: z.array(
    z.strictObject({ state: z.enum(['degraded', 'failing']), code: KpiReasonCode, message: z.string() }),
  ),
})
export type KpiHealth = z.infer<typeof KpiHealth>

/** Hours and days are those of UTC. */
export const KpiStep = z.enum(['hour', 'day'])
export type KpiStep = z.infer<typeof KpiStep>

const time = z.coerce.number().int().min(0).max(8_640_000_000_000_000)

export const KpiQuery = z.strictObject({
  /** From this moment on, in milliseconds since the epoch; 24 hours before the end when left out. It is moved to the beginning of its hour or day. */
  from: time.optional(),
  /** Up to this moment; now when left out. */
  to: time.optional(),
  /** What one point covers. When left out: an hour in up to three days, else a day. */
  step: KpiStep.optional(),
})
export type KpiQuery = z.infer<typeof KpiQuery>

export const LoopKpiQuery = KpiQuery.extend({
  /** Only runs of this version: its number in the loop. */
  version: z.coerce.number().int().min(1).max(999_999_999).optional(),
})
export type LoopKpiQuery = z.infer<typeof LoopKpiQuery>

/** Which time an answer is about, and which is taken for what is usual: what is kept of the time right before it, seven times as long. */
const span = {
  from: z.int(),
  to: z.int(),
  step: KpiStep,
  usual: z.strictObject({ from: z.int(), to: z.int() }),
}

/** What the runs of a loop came to. Times are milliseconds since the epoch. */
export const LoopKpis = z.strictObject({
  loop: LoopName,
  ...span,
  health: KpiHealth,
  now: KpiNow,
  total: KpiFigures,
  /** The same figures of the time that is taken for what is usual. */
  expected: KpiFigures,
  /** One for each step of the time, oldest first; steps without runs are there too. */
  points: z.array(z.strictObject({ at: z.int(), ...KpiFigures.shape })),
  /** By version, newest first, whatever version is asked for. 0 stands for runs of versions without a number. */
  versions: z.array(z.strictObject({ version: count, ...KpiFigures.shape })),
})
export type LoopKpis = z.infer<typeof LoopKpis>

/** A loop at a glance. */
export const LoopGlance = z.strictObject({
  loop: LoopName,
  health: KpiHealth,
  now: KpiNow,
  total: KpiFigures,
  expected: KpiFigures,
  points: z.array(z.strictObject({ at: z.int(), ended: count, notSucceeded: count })),
})
export type LoopGlance = z.infer<typeof LoopGlance>

/** The loops of a workspace at a glance, those that need somebody first. */
export const KpiOverview = z.strictObject({ ...span, loops: z.array(LoopGlance) })
export type KpiOverview = z.infer<typeof KpiOverview>
