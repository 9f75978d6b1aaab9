import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { NodeId } from '../graph/ids.ts'
import { Json, JsonObject } from '../json.ts'
import { checkCompleted, verdictReached } from './checkEvents.ts'
import { Because, PlanStep } from './plan.ts'
import { RunId } from './runTerms.ts'

const iteration = z.int().min(1)

/** A verdict with the checks that it was reached by. */
const CarriedVerdict = verdictReached.shape.data
  .pick({ verifier: true, iteration: true, verdict: true, risk: true, reasons: true })
  .extend({ checks: z.array(checkCompleted.shape.data.omit({ verifier: true })) })

/** What goes on in a fork from the iterations before its first one: all that expressions and planners read of them. */
export const Carried = z.strictObject({
  /** The planner that its first iteration is at. */
  planner: NodeId,
  because: Because.nullable(),
  /** What steps gave that an action of its version gives as well, and that had not been undone when it was forked. */
  facts: z.array(
    z.strictObject({
      name: z.string(),
      /** The output that gave it. */
      value: Json,
      /** When it came about, in milliseconds since the epoch: it is no fresher for being carried. */
      at: z.int(),
      /** The action that gave it, which says how long it is fresh. */
      action: NodeId,
    }),
  ),
  /** The last verdict. */
  verdict: CarriedVerdict.nullable(),
  /** What the last `pass` verified. */
  passed: z.strictObject({ verifier: NodeId, iteration, steps: JsonObject }).nullable(),
  /** The last plan, as planners are told of it. */
  previous: z
    .strictObject({
      digest: Digest,
      steps: z.array(PlanStep.pick({ id: true, action: true, args: true, after: true })),
    })
    .nullable(),
  /** What a person sent back, if that led to the iteration. */
  sentBack: z
    .strictObject({ approval: z.string(), by: z.string(), feedback: z.string(), to: NodeId })
    .nullable(),
  /** The approval nodes on the way there. They ask again: what was approved was the other run. */
  approvals: z.array(NodeId),
})
export type Carried = z.infer<typeof Carried>

/** Where a run comes from that begins where another began an iteration. */
export const Fork = z.strictObject({
  run: RunId,
  /** The event there in whose place it begins: an `iteration.started`. */
  seq: z.int().min(1),
  /** The hash of that event. */
  hash: Digest,
  /** The digest of the version that the other run is of. */
  version: Digest,
  /** The number of its first iteration, which is that of the other run’s. */
  iteration,
  /** Why, in the words of who asked for it. */
  reason: z.string(),
  /** When the input was observed, where it is the other run’s; left out where another was given. */
  observedAt: z.int().exactOptional(),
  /** What goes on from the iterations before. Left out for the first iteration, before which there was nothing: it begins at the trigger. */
  carried: Carried.exactOptional(),
})
export type Fork = z.infer<typeof Fork>
