import { canonicalJson } from '../audit/canonicalJson.ts'
import type { Program } from '../compile/program.ts'
import type { PlanStep } from '../engine/plan.ts'
import type { StepId } from '../graph/ids.ts'
import type { FederationStrategy } from '../graph/nodes/planner.ts'
import type { Json } from '../json.ts'
import { withDependencies } from './dependencies.ts'
import { circleFault, type Part, type PartResult } from './part.ts'
import { type AppliedRails, railFaults, riskPoints, worstCost } from './rails.ts'
import type { PlanReason } from './reason.ts'

type Planned = Part & { result: Extract<PartResult, { ok: true }> }

/** What the members of a federation plan together; and each member with why it contributed nothing, where it did not. */
export type Joined = {
  result: PartResult
  members: { part: Part; steps: StepId[]; reason: string | null }[]
}

/**
 * Joins what the members plan. `first` and `cheapest` take one plan, and only one that keeps the rails; `merge` takes all of them, and the
 * rails bind the whole.
 */
export function joinParts(
  program: Program,
  combine: FederationStrategy['combine'],
  parts: readonly Part[],
  rails: AppliedRails | null,
): Joined {
  const checked = combine === 'merge' ? parts : parts.map((part) => withinRails(program, part, rails))
  const planned = checked.filter((part): part is Planned => part.result.ok)
  if (planned.length === 0) return { result: noneOf(checked), members: checked.map((part) => unused(part)) }
  if (combine === 'merge') return merge(checked, planned)
  const taken = combine === 'first' ? planned[0] : cheapest(program, planned)
  return {
    result: taken ? { ...taken.result, rationale: told(taken) } : noneOf(checked),
    members: checked.map((part) =>
      part === taken ? { part, steps: idsOf(taken.result.steps), reason: null } : unused(part, taken),
    ),
  }
}

function withinRails(program: Program, part: Part, rails: AppliedRails | null): Part {
  if (!part.result.ok) return part
  const faults = railFaults(program, rails, part.result.steps)
  if (faults.length === 0) return part
  return { ...part, result: { ok: false, reasons: railReasons(faults), rejected: true } }
}

export function railReasons(faults: ReturnType<typeof railFaults>): PlanReason[] {
  return faults.map(({ message, step }) => ({ code: 'rails', message, ...(step === null ? {} : { step }) }))
}

function noneOf(parts: readonly Part[]): PartResult {
  const reasons = parts.flatMap(({ member, result }) =>
    result.ok ? [] : result.reasons.map((each) => ({ ...each, message: `${member}: ${each.message}` })),
  )
  const rejected = parts.some(({ result }) => !result.ok && result.rejected)
  return { ok: false, reasons, rejected }
}

function unused(part: Part, taken?: Part): Joined['members'][number] {
  const { result } = part
  const reason = result.ok
    ? `The plan of “${taken?.member}” was taken.`
    : result.reasons.map(({ message }) => message).join(' ')
  return { part, steps: [], reason }
}

/** The least declared cost, then the least risk, then the order of the members. */
function cheapest(program: Program, planned: readonly Planned[]): Planned | undefined {
  const weighed = planned.map((part) => ({
    part,
    cost: worstCost(program, part.result.steps),
    risk: riskOf(program, part.result.steps),
  }))
  return weighed.toSorted((a, b) => a.cost - b.cost || a.risk - b.risk)[0]?.part
}

function riskOf(program: Program, steps: readonly PlanStep[]): number {
  return steps
    .filter((step) => step.insteadOf === null)
    .reduce((sum, step) => sum + riskPoints[program.actions[step.action]?.risk ?? 'low'], 0)
}

/** The steps of all of them. The same step twice is one; one id with two meanings is a conflict. */
function merge(parts: readonly Part[], planned: readonly Planned[]): Joined {
  const steps = new Map<StepId, { step: PlanStep; by: string | null }>()
  const conflicts: PlanReason[] = []
  for (const { member, result } of planned)
    for (const step of result.steps) {
      const known = steps.get(step.id)
      if (!known) steps.set(step.id, { step, by: member })
      else if (meaningOf(known.step) !== meaningOf(step))
        conflicts.push({
          code: 'conflict',
          message: `“${known.by}” and “${member}” give the step “${step.id}” different meanings.`,
          step: step.id,
        })
    }
  const members = parts.map((part) =>
    part.result.ok ? { part, steps: idsOf(part.result.steps), reason: null } : unused(part),
  )
  if (conflicts.length > 0) return { result: { ok: false, reasons: conflicts, rejected: true }, members }
  const joined = withDependencies([...steps.values()].map(({ step }) => step))
  const circle = circleFault(joined)
  if (circle) return { result: { ok: false, reasons: [circle], rejected: true }, members }
  const results = planned.map(({ result }) => result)
  const [expected] = results.flatMap((result) => (result.expected === undefined ? [] : [result.expected]))
  return {
    result: {
      ok: true,
      steps: joined,
      rules: results.flatMap(({ rules }) => rules),
      rationale: planned.flatMap(told),
      expected,
    },
    members,
  }
}

function told({ member, result }: Planned): string[] {
  return result.rationale.map((line) => `${member}: ${line}`)
}

function idsOf(steps: readonly PlanStep[]): StepId[] {
  return steps.map((step) => step.id)
}

/** What a step does, whatever it says about why. */
function meaningOf(step: PlanStep): string {
  const { why: _, ...rest } = step
  return canonicalJson(rest as unknown as Json)
}
