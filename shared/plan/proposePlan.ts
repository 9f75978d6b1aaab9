import type { Digest } from '../audit/digest.ts'
import type { Program, ProgramPlanner } from '../compile/program.ts'
import type { Scope } from '../engine/effect.ts'
import type { Because, Plan, PlanStep } from '../engine/plan.ts'
import type { PlannerAnswer } from '../engine/state.ts'
import { whyNotLoggable } from '../engine/wellFormed.ts'
import { render } from '../expr/template.ts'
import type { NodeId, StepId } from '../graph/ids.ts'
import type { Json } from '../json.ts'
import { loggedDigest } from '../privacy/logged.ts'
import { planDigest } from '../privacy/planDigest.ts'
import { type Joined, joinParts, railReasons } from './joinParts.ts'
import { type Part, type PartResult, partsOf, versionOf } from './part.ts'
import { applyRails, railFaults } from './rails.ts'
import type { PlanReason } from './reason.ts'

export type PlanRequest = {
  program: Program
  planner: NodeId
  iteration: number
  because: Because | null
  /** The number that the plan gets. */
  version: number
  parent: number | null
  scope: Scope
  /** Which ask of the iteration it is, from 1. */
  ask: number
  /** For what is drawn; null where nothing is. */
  seed: number | null
  /** Steps that a rejection blamed. */
  avoid: readonly StepId[]
  /** What external planners answered, by member; null names a planner that is external itself. */
  answers: ReadonlyMap<string | null, PlannerAnswer>
}

export type Proposal =
  | { ok: true; plan: Plan }
  /** `rejected` when there was a proposal, so that another may be asked for; then it is in `proposal` as far as it is known. */
  | { ok: false; reasons: PlanReason[]; rejected: boolean; proposal?: Json }

/** Makes the plan of an ask whose external planners have answered. The same request gives the same plan, with the same digest. */
export function proposePlan(request: PlanRequest): Proposal {
  const { program, scope, seed, avoid, answers } = request
  const planner = program.planners[request.planner]
  if (!planner) return noPlan([`There is no planner “${request.planner}”.`])
  const applied = applyRails(planner.rails, scope)
  if (!applied.ok) return noPlan(applied.reasons)
  const parts = partsOf({ program, planner, scope, rails: applied.rails, seed, avoid, answers })
  const { result, members } = join(program, planner, parts, applied.rails)
  if (!result.ok) return result
  const faults = railFaults(program, applied.rails, result.steps)
  if (faults.length > 0) return rejectedFor(railReasons(faults), result.steps)
  const expected = expectedOf(planner, result, scope)
  if (!expected.ok) return noPlan([expected.reason])
  const assumes = assumptionsOf(program, planner, result.steps)
  const rest: Omit<Plan, 'digest' | 'assumes'> = {
    expected: expected.value,
    expects: planner.expects,
    iteration: request.iteration,
    parent: request.parent,
    provenance: {
      ask: request.ask,
      because: request.because,
      inputDigest: inputDigest(scope),
      members,
      planner: request.planner,
      plannerVersion:
        parts.length === 1 && parts[0]?.member === null
          ? parts[0].plannerVersion
          : versionOf(planner.strategy),
      program: program.version,
      rules: result.rules,
      seed,
      strategy: planner.strategy.type,
    },
    rationale: result.rationale,
    steps: result.steps,
    version: request.version,
  }
  return { ok: true, plan: { assumes, digest: planDigest({ assumes, ...rest }), ...rest } }
}

type Outcome = { result: PartResult; members: Plan['provenance']['members'] }

function join(
  program: Program,
  planner: ProgramPlanner,
  parts: readonly Part[],
  rails: Parameters<typeof joinParts>[3],
): Outcome {
  const { strategy } = planner
  if (strategy.type === 'federation') {
    const { result, members } = joinParts(program, strategy.combine, parts, rails)
    return { result, members: members.map(memberOf) }
  }
  const [only] = parts
  return { result: only?.result ?? { ok: false, reasons: [], rejected: false }, members: [] }
}

function memberOf({ part, steps, reason }: Joined['members'][number]): Outcome['members'][number] {
  const { member, strategy, plannerVersion, seed } = part
  return { member: member ?? '', strategy, plannerVersion, seed, steps, reason }
}

function noPlan(messages: readonly string[]): Proposal {
  return { ok: false, reasons: messages.map((message) => ({ code: 'no-plan', message })), rejected: false }
}

function rejectedFor(reasons: PlanReason[], steps: readonly PlanStep[]): Proposal {
  return { ok: false, reasons, rejected: true, proposal: { steps: steps as unknown as Json[] } }
}

/** The outcome that the plan declares: what the builder wrote, else what an external planner says. */
function expectedOf(
  planner: ProgramPlanner,
  result: Extract<PartResult, { ok: true }>,
  scope: Scope,
): { ok: true; value: Json } | { ok: false; reason: string } {
  if (planner.expected === null) return { ok: true, value: result.expected ?? null }
  const rendered = render(planner.expected, scope)
  const fault = rendered.ok
    ? whyNotLoggable(rendered.value)
    : { pointer: rendered.pointer, message: rendered.error }
  if (rendered.ok && !fault) return { ok: true, value: rendered.value }
  return {
    ok: false,
    reason: `The outcome to expect, at ${fault?.pointer || '/'}, could not be made: ${fault?.message}`,
  }
}

function assumptionsOf(
  program: Program,
  planner: ProgramPlanner,
  steps: readonly PlanStep[],
): Plan['assumes'] {
  return [
    ...planner.assumes.map((assumption) => ({ step: null, assumption })),
    ...steps.flatMap(({ id, action }) =>
      (program.actions[action]?.assumes ?? []).map((assumption) => ({ step: id, assumption })),
    ),
  ]
}

const digests = new WeakMap<object, Digest>()

/** The digest of what planners read: the input, which is looked at once a run, the last verdict, and the facts. */
function inputDigest({ input = null, verdict = null, facts = {} }: Scope): Digest {
  return loggedDigest({ facts, input: digestOnce(input), verdict })
}

function digestOnce(value: Json): Digest {
  if (typeof value !== 'object' || value === null) return loggedDigest(value)
  const known = digests.get(value) ?? loggedDigest(value)
  digests.set(value, known)
  return known
}
