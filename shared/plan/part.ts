import { type Digest, digest } from '../audit/digest.ts'
import type { Program, ProgramPlanner } from '../compile/program.ts'
import type { Scope } from '../engine/effect.ts'
import type { PlanStep } from '../engine/plan.ts'
import type { PlannerAnswer } from '../engine/state.ts'
import { render } from '../expr/template.ts'
import type { StepId } from '../graph/ids.ts'
import type { HttpStrategy, SingleStrategy, Strategy } from '../graph/nodes/planner.ts'
import type { Json } from '../json.ts'
import { readPlannerResponse } from './contract.ts'
import { findCycle, withDependencies } from './dependencies.ts'
import { type Draft, draftFaults, expandDrafts } from './draft.ts'
import { bindContractSteps } from './externalSteps.ts'
import type { AppliedRails } from './rails.ts'
import type { PlanReason } from './reason.ts'
import { seedFor } from './seeds.ts'
import { chooseSteps, type LocalStrategy } from './strategy.ts'
import { bindTemplates } from './templateSteps.ts'

/** What one planner contributes: a planner by itself, or a member of a federation. */
export type Part = {
  /** Null for a planner by itself. */
  member: string | null
  strategy: SingleStrategy['type']
  plannerVersion: string
  seed: number | null
  result: PartResult
}

export type PartResult =
  | { ok: true; steps: PlanStep[]; rules: string[]; rationale: string[]; expected: Json | undefined }
  /** `rejected` when there was a proposal: then it can be asked for another. */
  | { ok: false; reasons: PlanReason[]; rejected: boolean; proposal?: Json }

export type PartContext = {
  program: Program
  planner: ProgramPlanner
  scope: Scope
  rails: AppliedRails | null
  seed: number | null
  avoid: readonly StepId[]
  /** What external planners answered, by member. */
  answers: ReadonlyMap<string | null, PlannerAnswer>
}

/** Lets each planner of a strategy plan by itself, in the order in which they stand, over the same scope. */
export function partsOf(context: PartContext): Part[] {
  const { strategy } = context.planner
  if (strategy.type !== 'federation') return [partOf(strategy, null, context)]
  return strategy.members.map(({ id, strategy: own }) => partOf(own, id, context))
}

function partOf(strategy: SingleStrategy, member: string | null, context: PartContext): Part {
  const seed = seedFor(strategy, member, context.seed)
  if (strategy.type !== 'http') {
    const result = planLocally(strategy, seed, context)
    return { member, strategy: strategy.type, plannerVersion: versionOf(strategy), seed, result }
  }
  const { plannerVersion, result } = takeAnswer(strategy, context.answers.get(member), context)
  return { member, strategy: strategy.type, plannerVersion, seed, result }
}

function planLocally(strategy: LocalStrategy, seed: number | null, context: PartContext): PartResult {
  const { program, planner, scope, rails, avoid } = context
  const chosen = chooseSteps(strategy, { program, scope, actions: planner.actions, rails, seed, avoid })
  if (!chosen.ok) {
    const reasons = chosen.reasons.map((message): PlanReason => ({ code: 'no-plan', message }))
    return { ok: false, reasons, rejected: false }
  }
  const { rules, rationale } = chosen
  // The steps of a goal bring facts for each other.
  const later = strategy.type === 'goal' ? ['facts'] : []
  const { drafts, faults } = bindTemplates(chosen.steps, scope, later)
  return soundPart(drafts, faults, context, { rules, rationale, expected: undefined })
}

function takeAnswer(
  strategy: HttpStrategy,
  answer: PlannerAnswer | undefined,
  context: PartContext,
): { plannerVersion: string; result: PartResult } {
  const unknown = 'unknown'
  if (!answer?.ok) {
    const message = answer ? answer.error.message : whyNotAsked(strategy, context.scope)
    const reasons: PlanReason[] = [{ code: 'unanswered', message: `The planner gave no answer: ${message}` }]
    return { plannerVersion: unknown, result: { ok: false, reasons, rejected: false } }
  }
  const { proposal } = answer
  const read = readPlannerResponse(proposal)
  if (!read.ok) {
    const reasons = read.reasons.map(
      (message): PlanReason => ({
        code: 'malformed',
        message: `The answer does not keep the contract: ${message}`,
      }),
    )
    return { plannerVersion: unknown, result: { ok: false, reasons, rejected: true, proposal } }
  }
  const { response } = read
  const plannerVersion = `${response.planner.name} ${response.planner.version}`
  if ('noPlan' in response) {
    const reasons: PlanReason[] = [{ code: 'no-plan', message: response.noPlan }]
    return { plannerVersion, result: { ok: false, reasons, rejected: false } }
  }
  const { drafts, faults } = bindContractSteps(context.program, response.steps)
  const { rationale, expected } = response
  const result = soundPart(drafts, faults, context, { rules: [], rationale, expected })
  return { plannerVersion, result: result.ok ? result : { ...result, proposal } }
}

/** An external planner is only asked when its request can be made. */
function whyNotAsked(strategy: HttpStrategy, scope: Scope): string {
  const context = render(strategy.context ?? null, scope)
  return context.ok
    ? 'it was not asked.'
    : `what it is told at ${context.pointer || '/'} could not be made: ${context.error}`
}

function soundPart(
  drafts: readonly Draft[],
  faults: PlanReason[],
  { planner }: PartContext,
  rest: Pick<Extract<PartResult, { ok: true }>, 'rules' | 'rationale' | 'expected'>,
): PartResult {
  const all = [...draftFaults(drafts, planner.actions), ...faults]
  if (all.length > 0) return { ok: false, reasons: all, rejected: true }
  const steps = withDependencies(expandDrafts(drafts))
  const circle = circleFault(steps)
  if (circle) return { ok: false, reasons: [circle], rejected: true }
  return { ok: true, steps, ...rest }
}

export function circleFault(steps: readonly PlanStep[]): PlanReason | null {
  const cycle = findCycle(steps)
  return cycle && { code: 'unsound', message: `The steps ${cycle.join(', ')} wait for each other.` }
}

const versions = new WeakMap<Strategy, Digest>()

/** What a planner of ours calls its version: the digest of its configuration. */
export function versionOf(strategy: Strategy): Digest {
  const known = versions.get(strategy) ?? digest(strategy as Json)
  versions.set(strategy, known)
  return known
}
