import { z } from 'zod'
import { Assumption } from '../assumption.ts'
import { ItemId, NodeId, ResourceName, StepId } from '../ids.ts'
import { Cel, Template, TemplateObject, TemplateText } from '../text.ts'
import { Retry, RiskLevel } from './action.ts'
import { nodeBase } from './base.ts'

/**
 * A step for each member of a list: `over` gives the list when the step's turn comes; its arguments and `when` read `item` and
 * `index`. The step's output is the list of the outputs, in the order of the items. It succeeds when each of them did.
 */
export const MapOver = z.strictObject({
  /** The list. */
  over: Cel,
  /** A longer list fails the step. Default 100. */
  max: z.int().min(1).max(1000).optional(),
  /** How many run at once; the run's parallelism bounds it anyway. */
  parallelism: z.int().min(1).max(64).optional(),
})
export type MapOver = z.infer<typeof MapOver>

/** What to do instead when a step failed for good. */
export const Fallback = z.strictObject({
  /** What is done instead. */
  action: NodeId,
  /** Its arguments; they read what those of the step read. */
  args: TemplateObject.optional(),
  why: z.string().max(500).optional(),
})
export type Fallback = z.infer<typeof Fallback>

/** A step as a planner writes it: an action, its arguments, and what must come before it. */
export const StepTemplate = z.strictObject({
  id: StepId,
  /** The action that it uses; the planner is wired to it. */
  action: NodeId,
  /** The arguments. What they read of other steps is filled in when the step starts. */
  args: TemplateObject.optional(),
  /** Steps that must have succeeded first. A step that reads `steps.<id>` waits for that one without saying so. */
  after: z.array(StepId).optional(),
  /** Checked when the step's turn comes; false skips it. */
  when: Cel.optional(),
  map: MapOver.optional(),
  /** Tried in order. Whatever comes after the step goes on with the output of the one that succeeded. */
  fallback: z.array(Fallback).max(10).optional(),
  why: z.string().max(500).optional(),
})
export type StepTemplate = z.infer<typeof StepTemplate>

/** DMN 1.5, section 8.2.10, without the aggregating and output-order policies. */
export const HitPolicy = z.enum(['unique', 'first', 'priority', 'any', 'collect', 'rule-order'])
export type HitPolicy = z.infer<typeof HitPolicy>

export const TableInput = z.strictObject({
  id: ItemId,
  /** What the column is called. */
  label: z.string().min(1).max(120),
  /** The value that the cells of the column are compared with. */
  expr: Cel,
})
export type TableInput = z.infer<typeof TableInput>

/**
 * A rule: one cell a column. An empty cell or `-` matches anything; a literal matches an equal value, a list literal any
 * of its members; any other CEL must be a boolean over `it` (the column's value) and the planner's scope.
 */
export const TableRule = z.strictObject({
  id: ItemId,
  /** A cell for each column, in their order. */
  cells: z.array(z.string().max(2000)),
  /** For the hit policy `priority`: the highest wins. */
  priority: z.int().optional(),
  /** The steps that it plans. */
  steps: z.array(StepTemplate),
  why: z.string().max(500).optional(),
})
export type TableRule = z.infer<typeof TableRule>

export const SequenceStrategy = z.strictObject({
  type: z.literal('sequence'),
  /** The steps, one after the other, unless a step says what it comes after. */
  steps: z.array(StepTemplate),
})

export const TableStrategy = z.strictObject({
  type: z.literal('table'),
  hitPolicy: HitPolicy,
  /** The columns. */
  inputs: z.array(TableInput),
  /** The rows. */
  rules: z.array(TableRule),
  /** The plan when no rule matches. Without it, nothing matching means no plan. */
  otherwise: z.array(StepTemplate).optional(),
})
export type TableStrategy = z.infer<typeof TableStrategy>

/** What a goal's plan must respect, besides what the actions need. */
export const GoalConstraint = z.discriminatedUnion('type', [
  /** At most so many of these steps. */
  z.strictObject({
    type: z.literal('at-most'),
    /** The candidates that it is about. */
    steps: z.array(StepId).min(1),
    /** How many of them. */
    count: z.int().min(0),
  }),
  /** If both are in the plan, the one comes before the other. */
  z.strictObject({
    type: z.literal('before'),
    /** The candidate that comes first. */
    first: StepId,
    /** The candidate that comes after it. */
    then: StepId, // oxlint-disable-line unicorn/no-thenable -- a schema, never awaited
  }),
  /** No two of these in one plan. */
  z.strictObject({
    type: z.literal('exclusive'),
    /** The candidates that it is about. */
    steps: z.array(StepId).min(2),
  }),
  /** The sums of what the steps declare. Risk counts low 1, medium 3, high 9. */
  z.strictObject({
    type: z.literal('budget'),
    /** What the steps may cost together. */
    costUsd: z.number().min(0).optional(),
    /** The points of risk that the steps may have together. */
    risk: z.number().min(0).optional(),
    /** How many steps there may be. */
    steps: z.int().min(1).optional(),
  }),
])
export type GoalConstraint = z.infer<typeof GoalConstraint>

/**
 * Searches for the cheapest steps, among the candidates, after which every wanted fact is given. A candidate can be used once its
 * action's `needs` holds, given the facts of the run and those that steps before it give. A value that only a step will bring is
 * unknown while searching: a condition on it is assumed, and checked before the step.
 */
export const GoalStrategy = z.strictObject({
  type: z.literal('goal'),
  /** The facts that are there in the end. */
  want: z.array(ResourceName).min(1),
  /** The steps that may be used, each once at most. */
  candidates: z.array(StepTemplate).min(1).max(64),
  /** What the best plan has least of; the other two decide between equals, then the order of the candidates. */
  minimise: z.enum(['cost', 'risk', 'steps']),
  constraints: z.array(GoalConstraint).optional(),
  /** States looked at, 5,000 where it is left out. Within it the plan is optimal; past it the best found is taken, with how far from it it can be. */
  maxStates: z.int().min(1).max(100_000).optional(),
})
export type GoalStrategy = z.infer<typeof GoalStrategy>

export const ChoiceOption = z.strictObject({
  id: ItemId,
  /** How often it is drawn, against the weights of the others; never at 0. */
  weight: z.number().min(0).max(1_000_000),
  /** Left out of the draw when false. */
  when: Cel.optional(),
  steps: z.array(StepTemplate),
  why: z.string().max(500).optional(),
})
export type ChoiceOption = z.infer<typeof ChoiceOption>

/** Draws one option by weight, from a seed that is stored with the plan: the same seed, the same plan. */
export const ChoiceStrategy = z.strictObject({
  type: z.literal('choice'),
  /** What is drawn from. */
  options: z.array(ChoiceOption).min(1),
})
export type ChoiceStrategy = z.infer<typeof ChoiceStrategy>

/** Asks an external planner: a POST of the planner contract v1 (`shared/plan/contract.ts`) to a host of the workspace. */
export const HttpStrategy = z.strictObject({
  type: z.literal('http'),
  /** The host of the planner. */
  host: ResourceName,
  /** The path that is posted to. */
  path: TemplateText,
  /** Headers of the request; they may read secrets. */
  headers: z.record(z.string(), TemplateText).optional(),
  /** What the planner is told besides the contract's own members. */
  context: Template.optional(),
  /** Of one attempt. Default 30. */
  timeoutSeconds: z.number().positive().max(900).optional(),
  retry: Retry.optional(),
})
export type HttpStrategy = z.infer<typeof HttpStrategy>

/** A strategy that plans by itself. */
export const SingleStrategy = z.discriminatedUnion('type', [
  SequenceStrategy,
  TableStrategy,
  GoalStrategy,
  ChoiceStrategy,
  HttpStrategy,
])
export type SingleStrategy = z.infer<typeof SingleStrategy>

/**
 * Several planners feed one stage. `merge` joins the steps of all that have a plan: one id with two meanings is a conflict, and no
 * plan. `first` takes the first member that has one; `cheapest` the one that declares the least cost, then the least risk.
 */
export const FederationStrategy = z.strictObject({
  type: z.literal('federation'),
  /** How one plan is made of theirs. */
  combine: z.enum(['merge', 'first', 'cheapest']),
  /** The planners, in the order in which they are looked at. */
  members: z
    .array(
      z.strictObject({
        id: ItemId,
        title: z.string().max(120).optional(),
        /** How the member plans. */
        strategy: SingleStrategy,
      }),
    )
    .min(1)
    .max(8),
})
export type FederationStrategy = z.infer<typeof FederationStrategy>

export const Strategy = z.discriminatedUnion('type', [
  SequenceStrategy,
  TableStrategy,
  GoalStrategy,
  ChoiceStrategy,
  HttpStrategy,
  FederationStrategy,
])
export type Strategy = z.infer<typeof Strategy>
export type StrategyType = Strategy['type']

/** What a plan may hold when a rule's cells match. Every rule that matches applies. */
export const RailRule = z.strictObject({
  id: ItemId,
  /** A cell for each column, in their order. */
  cells: z.array(z.string().max(2000)),
  /** Only these actions. */
  only: z.array(NodeId).optional(),
  /** None of these actions. */
  never: z.array(NodeId).optional(),
  /** Each of these actions, once at least. */
  must: z.array(NodeId).optional(),
  /** No more steps than that. */
  maxSteps: z.int().min(0).optional(),
  /** No more cost than that, as the actions declare it, fallbacks and items included. */
  maxCostUsd: z.number().min(0).optional(),
  /** No action of a higher risk. */
  maxRisk: RiskLevel.optional(),
  /** What the planner is told when its plan breaks the rule. */
  message: z.string().max(500).optional(),
})
export type RailRule = z.infer<typeof RailRule>

/** A decision table that bounds what the planner may propose. A plan that breaks it is rejected, on record. */
export const Rails = z.strictObject({
  /** The columns. */
  inputs: z.array(TableInput),
  /** The rows. Every one that matches applies. */
  rules: z.array(RailRule).min(1),
})
export type Rails = z.infer<typeof Rails>

export const PlannerNode = z.strictObject({
  kind: z.literal('planner'),
  ...nodeBase,
  /** How it plans. */
  strategy: Strategy,
  /** What bounds its plans. */
  rails: Rails.optional(),
  /** How often it is asked in one iteration, when what it proposes is rejected. Default 3. */
  asks: z.int().min(1).max(20).optional(),
  /** What every plan of it takes for granted. */
  assumes: z.array(Assumption).optional(),
  /** What the plan is expected to bring about, in words; it is kept with the plan. */
  expects: z.string().max(1000).optional(),
  /** The outcome that the plan declares, rendered when it is made: `plan.expected` in expressions. */
  expected: Template.optional(),
})
export type PlannerNode = z.infer<typeof PlannerNode>
