import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { ApproverRole } from '../graph/approver.ts'
import { defaultWorkspace, LoopName, NodeId, type WorkspaceName } from '../graph/ids.ts'
import { Outcome } from '../graph/nodes/outcome.ts'
import { CloudEventAttributes } from './cloudEvent.ts'
import { Person } from './person.ts'

/**
 * `<loop>.<shard>.<UUIDv7>`, and in any workspace but the default one `<workspace>.<loop>.<shard>.<UUIDv7>`: it names its shard, so any
 * request about a run is routed without a look-up.
 */
export const RunId = z.string().regex(/^([a-z][a-z0-9-]{0,62}\.){1,2}\d{1,4}\.[0-9a-f-]{36}$/)
export type RunId = z.infer<typeof RunId>

/** What a run's id says: where the run lives. Null for what is no run id. */
export function readRunId(run: string): { workspace: WorkspaceName; loop: string; shard: number } | null {
  if (!RunId.safeParse(run).success) return null
  const parts = run.split('.')
  const [workspace = defaultWorkspace, loop = '', shard = ''] =
    parts.length === 4 ? parts : [undefined, ...parts]
  return { workspace, loop, shard: Number(shard) }
}

/** The stable id of an effect, also its idempotency key: `<run>/<iteration>/<step>` and, for an undo, `/undo`. */
export const EffectId = z.string()
export type EffectId = z.infer<typeof EffectId>

/** What the caller's request was, as far as it is kept and as expressions see it (`request`). */
export const RequestInfo = z.strictObject({
  source: z.enum(['webhook', 'api', 'schedule', 'loop', 'event', 'simulation']),
  method: z.string(),
  /** Lower-case names; only headers that carry no credential. */
  headers: z.record(z.string(), z.string()),
  by: z.string().nullable(),
  /** Whom `by` stands for, where that is a person or a token. Expressions do not see it. */
  person: Person.exactOptional(),
  /** The time of the schedule that started it (RFC 3339), which it may be late for. */
  scheduledFor: z.string().exactOptional(),
  /** The run whose end started it, and how many follow one another in this way. */
  after: z
    .strictObject({
      run: RunId,
      loop: LoopName,
      outcome: Outcome,
      /** The id of the event in the trigger. */
      on: z.string(),
      depth: z.int().min(1),
    })
    .exactOptional(),
  /** The run of the delivery that `by` sent again. */
  redeliveryOf: RunId.exactOptional(),
  /** The event that the call was, where it was a CloudEvent. */
  cloudEvent: CloudEventAttributes.exactOptional(),
})
export type RequestInfo = z.infer<typeof RequestInfo>

/** Why a run ended or took the bail route. */
export const StopReason = z.enum([
  'outcome',
  'verdict',
  'no-plan',
  'plan-denied',
  'input-denied',
  'approval-denied',
  'approval-expired',
  'iterations',
  'duration',
  'cost',
  'steps',
  /** The same calls with the same results, again and again. */
  'repeated',
  /** The input is older than it may be. */
  'stale',
  /** What the plan takes for granted is not so. */
  'assumption',
  'cancelled',
  'killed',
  'error',
])
export type StopReason = z.infer<typeof StopReason>

/** What the loop's shard did before a run, this run left out: what policies read as `recent`. */
export const RecentRuns = z.strictObject({
  /** Runs accepted in the last minute, hour and day. */
  lastMinute: z.int().min(0),
  lastHour: z.int().min(0),
  lastDay: z.int().min(0),
  /** Runs of the last day that ended and did not succeed. */
  failuresLastDay: z.int().min(0),
  /** What the runs of the last day cost, in US dollars. */
  costLastDayUsd: z.number().min(0),
})
export type RecentRuns = z.infer<typeof RecentRuns>

/** What a child run may use of its parent's budget. */
export const ChildBudget = z.strictObject({
  /** What it may cost. */
  costUsd: z.number().min(0),
  /** How many steps it may start. */
  steps: z.int().min(0),
})
export type ChildBudget = z.infer<typeof ChildBudget>

/** What a child run has of its parent: who waits for it, how deep it is, and what is left of the budget. */
export const Parent = z.strictObject({
  run: RunId,
  effect: EffectId,
  /** 1 for a child of a run that has no parent. */
  depth: z.int().min(1).max(8),
  /** The loops of the runs above it, that of the first one first. Left out in logs of before it was kept. */
  loops: z.array(LoopName).max(8).optional(),
  /** Who started the first run; left out when nobody by name did. */
  by: z.string().exactOptional(),
  /** Whom that name stands for. */
  person: Person.exactOptional(),
  /** Bounds of the child besides its own limits. */
  budget: z.strictObject({
    /** Milliseconds since the epoch. */
    endsAt: z.int(),
    ...ChildBudget.shape,
  }),
})
export type Parent = z.infer<typeof Parent>

/** The id of a step in the log: a step of the plan, or one item of a step that maps over a list (`notify[2]`). */
export const StepRef = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}(\[\d{1,4}\])?$/)
export type StepRef = z.infer<typeof StepRef>

/** What an approval is about. Its digest binds the decision: anything changed after it, and it no longer holds. */
export const ApprovalSubject = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('node'), node: NodeId, digest: Digest }),
  z.strictObject({ of: z.literal('input'), policy: z.string(), digest: Digest }),
  z.strictObject({ of: z.literal('plan'), policy: z.string(), plan: z.int(), digest: Digest }),
  z.strictObject({ of: z.literal('step'), policy: z.string(), step: StepRef, digest: Digest }),
  z.strictObject({ of: z.literal('verdict'), policy: z.string(), verifier: NodeId, digest: Digest }),
])
export type ApprovalSubject = z.infer<typeof ApprovalSubject>

/** Whose an approval is to decide, of those who may: a role’s, or somebody’s by name. */
export const Assignee = z.union([
  z.strictObject({ role: ApproverRole }),
  z.strictObject({
    /** The name by which logs call them. */
    name: z.string(),
    /** Whom that name stands for. */
    person: Person.exactOptional(),
  }),
])
export type Assignee = z.infer<typeof Assignee>
