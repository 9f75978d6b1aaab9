import { z } from 'zod'
import { ItemId, NodeId, StepId } from '../ids.ts'
import { Cel, TemplateObject } from '../text.ts'
import { nodeBase } from './base.ts'

/** A step as a planner writes it: an action, its arguments, and what must come before it. */
export const StepTemplate = z.strictObject({
  id: StepId,
  action: NodeId,
  args: TemplateObject.optional(),
  /** Steps that must have succeeded first. A step that reads `steps.<id>` waits for that one without saying so. */
  after: z.array(StepId).optional(),
  /** Checked when the step's turn comes; false skips it. */
  when: Cel.optional(),
  why: z.string().max(500).optional(),
})
export type StepTemplate = z.infer<typeof StepTemplate>

/** DMN 1.5, section 8.2.10, without the aggregating and output-order policies. */
export const HitPolicy = z.enum(['unique', 'first', 'priority', 'any', 'collect', 'rule-order'])
export type HitPolicy = z.infer<typeof HitPolicy>

export const TableInput = z.strictObject({ id: ItemId, label: z.string().min(1).max(120), expr: Cel })
export type TableInput = z.infer<typeof TableInput>

/**
 * A rule: one cell a column. An empty cell or `-` matches anything; a literal matches an equal value, a list literal any
 * of its members; any other CEL must be a boolean over `it` (the column's value) and the planner's scope.
 */
export const TableRule = z.strictObject({
  id: ItemId,
  cells: z.array(z.string().max(2000)),
  /** For the hit policy `priority`: the highest wins. */
  priority: z.int().optional(),
  steps: z.array(StepTemplate),
  why: z.string().max(500).optional(),
})
export type TableRule = z.infer<typeof TableRule>

export const SequenceStrategy = z.strictObject({ type: z.literal('sequence'), steps: z.array(StepTemplate) })

export const TableStrategy = z.strictObject({
  type: z.literal('table'),
  hitPolicy: HitPolicy,
  inputs: z.array(TableInput),
  rules: z.array(TableRule),
  /** The plan when no rule matches. Without it, nothing matching means no plan. */
  otherwise: z.array(StepTemplate).optional(),
})
export type TableStrategy = z.infer<typeof TableStrategy>

export const Strategy = z.discriminatedUnion('type', [SequenceStrategy, TableStrategy])
export type Strategy = z.infer<typeof Strategy>
export type StrategyType = Strategy['type']

export const PlannerNode = z.strictObject({
  kind: z.literal('planner'),
  ...nodeBase,
  strategy: Strategy,
  /** What the plan is expected to bring about, in words; it is kept with the plan. */
  expects: z.string().max(1000).optional(),
})
export type PlannerNode = z.infer<typeof PlannerNode>
