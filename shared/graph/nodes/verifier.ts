import { z } from 'zod'
import { Cel } from '../text.ts'
import { disabledMember, nodeBase } from './base.ts'
import { Check, Consequence } from './check.ts'

export { Check, Consequence }

/** What a verifier decides. */
export const Verdict = z.enum(['pass', 'replan', 'rollback', 'escalate', 'bail'])
export type Verdict = z.infer<typeof Verdict>

/**
 * The last word: a condition that every verdict has to meet, evaluated when all checks are made. It reads, besides what checks read,
 * `checks` (each by its id), `risk` and `conclusion` (the verdict that the checks add up to).
 */
export const VerifierGate = z.strictObject({
  /** The condition. Anything but true leads to `onFail`, an error too. */
  expr: Cel,
  /** What it leads to, at least. Default `escalate`. */
  onFail: Consequence.exclude(['flag']).optional(),
  /** What is said when it is not met. */
  message: z.string().max(500).optional(),
})
export type VerifierGate = z.infer<typeof VerifierGate>

/** The id under which the gate stands among the checks of a verdict. */
export const gateId = 'gate'

/** What a gate that is not met leads to, where it does not say. */
export const gateDefault = 'escalate' satisfies Consequence

export const VerifierNode = z.strictObject({
  kind: z.literal('verifier'),
  ...nodeBase,
  ...disabledMember,
  /** The checks. All of them are made, layer by layer, unless one says in which runs it is. */
  checks: z.array(Check),
  /** What a step that failed for good leads to, before any check of one's own. Default `rollback`. */
  onStepFailed: Consequence.optional(),
  /** What a step with an unknown result leads to. Default `escalate`. */
  onStepUncertain: Consequence.optional(),
  /** What a check that could not run leads to. Default `escalate`. */
  onInconclusive: Consequence.optional(),
  /**
   * A risk score at or above this escalates. The risk, 0 to 1, is the weight of each check that was made times how severe it is, over
   * all their weight: 0 for one that holds, 0.5 for one that could not be made, for one that failed its own severity (1 unless it says less).
   */
  escalateAtRisk: z.number().min(0).max(1).optional(),
  /** A risk score at or above this bails. */
  bailAtRisk: z.number().min(0).max(1).optional(),
  gate: VerifierGate.optional(),
})
export type VerifierNode = z.infer<typeof VerifierNode>
