import { z } from 'zod'
import { ItemId } from '../ids.ts'
import { Cel, JsonSchema } from '../text.ts'
import { nodeBase } from './base.ts'

/** What a verifier decides. */
export const Verdict = z.enum(['pass', 'replan', 'rollback', 'escalate', 'bail'])
export type Verdict = z.infer<typeof Verdict>

/** What a failed check leads to; `flag` lowers the score and records it, no more. */
export const Consequence = z.enum(['flag', 'replan', 'rollback', 'escalate', 'bail'])
export type Consequence = z.infer<typeof Consequence>

const checkBase = {
  id: ItemId,
  /** What reviewers read; the id when left out. */
  title: z.string().max(120).optional(),
  /** How much it counts in the risk score. Default 1. */
  weight: z.number().min(0).max(1000).optional(),
  /** What it leads to when it fails. */
  onFail: Consequence,
  /** What is said when it fails. */
  message: z.string().max(500).optional(),
}

/** Holds when the expression is true. An error makes it inconclusive, which is not success. */
export const RuleCheck = z.strictObject({
  type: z.literal('rule'),
  ...checkBase,
  /** The condition. */
  expr: Cel,
})
/** Holds when the value of the expression is valid against the JSON Schema. */
export const SchemaCheck = z.strictObject({
  type: z.literal('schema'),
  ...checkBase,
  /** The value that is looked at. */
  target: Cel,
  /** What it must be valid against. */
  schema: JsonSchema,
})

export const Check = z.discriminatedUnion('type', [RuleCheck, SchemaCheck])
export type Check = z.infer<typeof Check>

export const VerifierNode = z.strictObject({
  kind: z.literal('verifier'),
  ...nodeBase,
  /** The checks, all of them made. */
  checks: z.array(Check),
  /** What a step that failed for good leads to, before any check of one's own. Default `rollback`. */
  onStepFailed: Consequence.optional(),
  /** What a step with an unknown result leads to. Default `escalate`. */
  onStepUncertain: Consequence.optional(),
  /** What a check that could not run leads to. Default `escalate`. */
  onInconclusive: Consequence.optional(),
  /** A risk score (0 to 1: weight of what failed over all weight) at or above this escalates. */
  escalateAtRisk: z.number().min(0).max(1).optional(),
})
export type VerifierNode = z.infer<typeof VerifierNode>
