import type { Program, ProgramBody, ProgramPlanner } from '../../shared/compile/program.ts'
import type { Plan } from '../../shared/engine/plan.ts'
import type { PlannerAnswer } from '../../shared/engine/state.ts'
import type {
  FederationStrategy,
  HttpStrategy,
  SingleStrategy,
  Strategy,
} from '../../shared/graph/nodes/planner.ts'
import type { Json, JsonObject } from '../../shared/json.ts'
import { plannerContract } from '../../shared/plan/contract.ts'
import { type PlanRequest, type Proposal, proposePlan } from '../../shared/plan/proposePlan.ts'
import { aProgram } from './programs.ts'

export const external: HttpStrategy = {
  type: 'http',
  host: 'sandbox',
  path: '/plan',
  retry: { maxAttempts: 2, initialSeconds: 1, factor: 2, maxSeconds: 60, jitter: 'none' },
}

/** What a planner that keeps the contract answers. */
export function anAnswer(steps: Json[], over: JsonObject = {}): Json {
  return {
    contract: plannerContract,
    planner: { name: 'oracle', version: '3' },
    steps,
    rationale: [],
    ...over,
  }
}

export function aFederation(
  combine: FederationStrategy['combine'],
  members: Record<string, SingleStrategy>,
): Strategy {
  return {
    type: 'federation',
    combine,
    members: Object.entries(members).map(([id, strategy]) => ({ id, strategy })),
  }
}

/** A program whose one planner has these parts. */
export function withPlanner(planner: Partial<ProgramPlanner>, over: Partial<ProgramBody> = {}): Program {
  const program = aProgram(over)
  const plan = program.planners.plan
  if (!plan) throw new Error('The program has no planner')
  return { ...program, planners: { plan: { ...plan, ...planner } } }
}

/** What the planner of a program proposes; `answers` by member, or one proposal for a planner that is external itself. */
export function propose(
  program: Program,
  over: Partial<Omit<PlanRequest, 'answers'>> & { answers?: Record<string, Json>; answer?: Json } = {},
): Proposal {
  const { answers = {}, answer, ...rest } = over
  const given = Object.entries(answers).map(([member, proposal]): [string | null, PlannerAnswer] => [
    member,
    { ok: true, proposal },
  ])
  if (answer !== undefined) given.push([null, { ok: true, proposal: answer }])
  return proposePlan({
    program,
    planner: 'plan',
    iteration: 1,
    because: null,
    version: 1,
    parent: null,
    scope: { input: { n: 1 }, verdict: null, facts: {} },
    ask: 1,
    seed: null,
    avoid: [],
    ...rest,
    answers: new Map(given),
  })
}

export function planFrom(...args: Parameters<typeof propose>): Plan {
  const proposal = propose(...args)
  if (!proposal.ok) throw new Error(proposal.reasons.map(({ message }) => message).join(' '))
  return proposal.plan
}

/** Why there is no plan. */
export function reasonsFrom(
  ...args: Parameters<typeof propose>
): { code: string; message: string; step?: string }[] {
  const proposal = propose(...args)
  return proposal.ok ? [] : proposal.reasons
}
