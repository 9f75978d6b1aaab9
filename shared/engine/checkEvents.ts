import { z } from 'zod'
import { NodeId } from '../graph/ids.ts'
import { Consequence, Verdict } from '../graph/nodes/verifier.ts'
import { Json } from '../json.ts'
import { EffectError } from './effectError.ts'
import { eventSchema as event } from './eventSchema.ts'
import { EffectId } from './runTerms.ts'

const iteration = z.int().min(1)
const attempt = z.int().min(1)
/** From 1: which of several answers to the same question it is. */
const vote = z.int().min(1)

/** How bad a failure is, 0 to 1. */
const Severity = z.number().min(0).max(1)

/** The layer that a check belongs to: its type, the built-in checks of steps, or the gate. */
export const CheckLayer = z.enum([
  'steps',
  'quality',
  'schema',
  'integrity',
  'rule',
  'variance',
  'drift',
  'http',
  'gate',
])
export type CheckLayer = z.infer<typeof CheckLayer>

/** A check that needs the host is asked for: the intent, before it leaves. */
export const checkAsked = event('check.asked', {
  iteration,
  verifier: NodeId,
  check: z.string(),
  effect: EffectId,
  vote,
  attempt,
})

/** What a host or an external checker says. */
export const CheckAnswer = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    result: z.enum(['pass', 'fail', 'inconclusive']),
    severity: Severity,
    message: z.string(),
    /** Which version judged, or what against; null when it does not say. */
    by: z.string().nullable(),
    evidence: Json,
  }),
  z.strictObject({
    ok: z.literal(false),
    error: EffectError,
    /** When it is asked again; null when it is not. */
    retryAt: z.int().nullable(),
  }),
])
export type CheckAnswer = z.infer<typeof CheckAnswer>

/** What came of an ask, or why nothing did. */
export const checkAnswered = event('check.answered', {
  iteration,
  verifier: NodeId,
  check: z.string(),
  effect: EffectId,
  vote,
  attempt,
  answer: CheckAnswer,
})

/** A check was made, or left out of this run (`skipped`). */
export const checkCompleted = event('check.completed', {
  verifier: NodeId,
  check: z.string(),
  result: z.enum(['pass', 'fail', 'inconclusive', 'skipped']),
  /** What it counts in the risk; nothing when it was skipped. */
  weight: z.number(),
  consequence: Consequence,
  message: z.string(),
  /** What was read, against what: enough for a reviewer to judge the check. */
  evidence: Json,
  /** Left out in logs of before there were layers. */
  layer: CheckLayer.optional(),
  /** How bad the failure is; 1 when left out. */
  severity: Severity.optional(),
  /** Which version judged: the digest of the check as it stood, or what the external checker or the baseline calls itself. */
  by: z.string().optional(),
})

export const verdictReached = event('verdict.reached', {
  verifier: NodeId,
  iteration,
  verdict: Verdict,
  /** The weight of each check times how severe it is, over all their weight, 0 to 1. */
  risk: z.number().min(0).max(1),
  reasons: z.array(z.string()),
  /** Where the run goes next; null ends it. */
  to: NodeId.nullable(),
  /** What was verified is kept, since expressions of the program read it (`passed`). */
  keeps: z.literal(true).optional(),
})
