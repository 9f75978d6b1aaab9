import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { faultWords } from '../graph/faultWords.ts'
import { LoopName, NodeId, StepId } from '../graph/ids.ts'
import { Reversibility, RiskLevel } from '../graph/nodes/action.ts'
import { MapOver } from '../graph/nodes/planner.ts'
import { Cel } from '../graph/text.ts'
import { Json, JsonObject } from '../json.ts'

/** The contract between a run and an external planner, version 1: one POST of a request, answered with a response. */
export const plannerContract = 'pavane.planner/1'

const text = (most: number) => z.string().max(most)

/** An action that the plan may use. */
export const ContractAction = z.strictObject({
  /** What a step names as its `action`. */
  id: NodeId,
  title: z.string(),
  /** JSON Schema 2020-12 of the step's arguments; null where anything goes. */
  args: JsonObject.nullable(),
  /** JSON Schema 2020-12 of its output; null where nothing is known of it. */
  output: JsonObject.nullable(),
  /** CEL: what must hold when the step starts. */
  needs: z.string().nullable(),
  /** Facts that it gives when it succeeds. */
  gives: z.array(z.string()),
  /** What one use costs, in US dollars. */
  costUsd: z.number(),
  risk: RiskLevel,
  reversibility: Reversibility,
})

/** What bounds the plan now. */
export const ContractRails = z.strictObject({
  /** The rules that apply now, in words where they have some. */
  rules: z.array(z.strictObject({ id: z.string(), message: z.string().nullable() })),
  only: z.array(NodeId).nullable(),
  never: z.array(NodeId),
  must: z.array(NodeId),
  maxSteps: z.int().nullable(),
  maxCostUsd: z.number().nullable(),
  maxRisk: RiskLevel.nullable(),
})

/** What is left for the plan and for all that comes after it. */
export const ContractLimits = z.strictObject({
  /** How many more iterations there may be after this one. */
  iterations: z.int(),
  /** How many more steps may be started. */
  steps: z.int(),
  /** What may still be spent, in US dollars. */
  costUsd: z.number(),
  /** When the run ends at the latest, in milliseconds since the epoch. */
  endsAt: z.int(),
})

/** What an external planner is asked. Asking the same ask again, after a crash or a lost answer, is the same request. */
export const PlannerRequest = z.strictObject({
  contract: z.literal(plannerContract),
  run: z.string(),
  loop: LoopName,
  program: Digest,
  planner: NodeId,
  /** Which member of a federation is asked; null for a planner that is external itself. */
  member: z.string().nullable(),
  iteration: z.int().min(1),
  /** Which ask of the iteration it is; from the second on `feedback` says why the ones before were rejected. */
  ask: z.int().min(1),
  /** For whatever is drawn by lot: the same seed should give the same plan. */
  seed: z.int().nullable(),
  /** What the plan is expected to bring about, in words. */
  goal: z.string().nullable(),
  input: Json,
  facts: JsonObject,
  /** The last verdict, with its reasons and checks; null in the first iteration. */
  verdict: Json,
  previousPlan: z
    .strictObject({
      digest: Digest,
      steps: z.array(
        z.strictObject({ id: StepId, action: NodeId, args: JsonObject, after: z.array(StepId) }),
      ),
    })
    .nullable(),
  /** Why what it proposed before in this iteration was rejected. If a person sent the run back, what they said comes first. */
  feedback: z.array(z.string()),
  /** The actions that the plan may use. */
  actions: z.array(ContractAction),
  rails: ContractRails.nullable(),
  /** What is left of the run's limits. */
  limits: ContractLimits,
  /** What the builder tells this planner besides. */
  context: Json,
})
export type PlannerRequest = z.infer<typeof PlannerRequest>

/**
 * A path to a value that is known when the step starts: a member of `input`, `facts`, `verdict` or `steps.<id>` (`output`, `status`,
 * `error`), or, in a step that maps over a list, `item` and `index`. It is a path and no expression: nothing is computed.
 */
export const ValuePath = z
  .string()
  .max(500)
  .regex(
    /^(?:(?:(?:input|verdict|item)|(?:steps|facts)(?:\.[A-Za-z_][A-Za-z0-9_]*|\["[^"\\\p{Cc}]+"\]))(?:\.[A-Za-z_][A-Za-z0-9_]*|\["[^"\\\p{Cc}]+"\]|\[(?:0|[1-9]\d{0,5})\])*|index)$/u,
    'A path to a value is needed, such as input.n or steps.<id>.output.n',
  )

/** By JSON Pointer into `args`, which holds null there: where the argument's value comes from. */
const Bindings = z.record(
  z
    .string()
    .max(500)
    .regex(/^(?:\/(?:[^~/]|~[01])*)+$/, 'A JSON Pointer into the arguments is needed, such as /n'),
  ValuePath,
)

const ContractFallback = z.strictObject({
  action: NodeId,
  args: JsonObject.optional(),
  bindings: Bindings.optional(),
  why: text(500).optional(),
})

/**
 * A step. `args` is plain JSON: text in it that looks like an expression is text. `when` and `map.over` are CEL over `input`, `facts`,
 * `verdict`, `run` and `steps` (`when` of a mapped step also over `item` and `index`).
 */
export const ContractStep = z.strictObject({
  id: StepId,
  action: NodeId,
  /** The arguments, as the schema of the action says. */
  args: JsonObject.optional(),
  /** Arguments that are filled in when the step starts: from a JSON Pointer into `args`, which holds null there, to a value path. */
  bindings: Bindings.optional(),
  /** Steps that come before it. Those that its bindings and its `when` read do anyway. */
  after: z.array(StepId).max(1000).optional(),
  when: Cel.optional(),
  map: MapOver.optional(),
  /** Tried in order when the step failed for good. */
  fallback: z.array(ContractFallback).max(10).optional(),
  why: text(500).optional(),
})
export type ContractStep = z.infer<typeof ContractStep>

/** Who planned. It is kept with the plan, so a version tells which of its plans came from which release. */
export const PlannerName = z.strictObject({
  /** What the planner calls itself. */
  name: text(120).min(1),
  /** Its release, in any form. */
  version: text(120).min(1),
})

/** A plan. */
export const ProposedSteps = z.strictObject({
  contract: z.literal(plannerContract),
  planner: PlannerName,
  /** The steps. They run side by side, except that one waits for those it comes after and for those it reads. */
  steps: z.array(ContractStep).max(1000),
  rationale: z.array(text(2000)).max(100),
  /** The outcome that the plan declares. */
  expected: Json.optional(),
})
export type ProposedSteps = z.infer<typeof ProposedSteps>

/** There is no plan, and why. The planner is not asked again. */
export const NoPlan = z.strictObject({
  contract: z.literal(plannerContract),
  planner: PlannerName,
  noPlan: text(2000).min(1),
})
export type NoPlan = z.infer<typeof NoPlan>

/** What an external planner answers. */
export const PlannerResponse = z.union([ProposedSteps, NoPlan])
export type PlannerResponse = z.infer<typeof PlannerResponse>

/** Reads a planner's answer. Total; says where it does not keep the contract. */
export function readPlannerResponse(
  value: Json,
): { ok: true; response: PlannerResponse } | { ok: false; reasons: string[] } {
  const says = typeof value === 'object' && value !== null && 'noPlan' in value ? NoPlan : ProposedSteps
  const parsed = says.safeParse(value)
  if (parsed.success) return { ok: true, response: parsed.data }
  return {
    ok: false,
    reasons: parsed.error.issues
      .slice(0, 10)
      .map((issue) => `${placeOf(issue.path)}: ${faultWords(issue, value)}`),
  }
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'The answer'
    : path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
