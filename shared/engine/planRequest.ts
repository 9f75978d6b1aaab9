import type { Program, ProgramPlanner } from '../compile/program.ts'
import { render } from '../expr/template.ts'
import type { HttpStrategy } from '../graph/nodes/planner.ts'
import type { Json, JsonObject } from '../json.ts'
import { type PlannerRequest, plannerContract } from '../plan/contract.ts'
import { type AppliedRails, applyRails } from '../plan/rails.ts'
import { seedFor } from '../plan/seeds.ts'
import type { PlanEffect, Scope } from './effect.ts'
import { iterationsBegun } from './iterationNumber.ts'
import { budgetLeft } from './limits.ts'
import { scopeOf } from './scope.ts'
import type { ActiveRun, AskedPlanner, Iteration, PlanAsk, PlanBefore } from './state.ts'

/** How long an external planner may take when its strategy says nothing. */
const timeoutDefault = 30

/** The external planners of a planner: itself, or members of its federation. */
export function externalsOf({
  strategy,
}: ProgramPlanner): { member: string | null; strategy: HttpStrategy }[] {
  if (strategy.type === 'http') return [{ member: null, strategy }]
  if (strategy.type !== 'federation') return []
  return strategy.members.flatMap(({ id, strategy: own }) =>
    own.type === 'http' ? [{ member: id, strategy: own }] : [],
  )
}

/** How one of the external planners is asked; undefined when there is none of that name. */
export function externalOf(
  planner: ProgramPlanner | undefined,
  member: string | null,
): HttpStrategy | undefined {
  return planner && externalsOf(planner).find((each) => each.member === member)?.strategy
}

/** The effect that asks an external planner: a function of the state alone, so it is the same after a crash. */
export function planEffect(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  ask: PlanAsk,
  asked: AskedPlanner,
): PlanEffect | null {
  const planner = program.planners[iteration.planner]
  const strategy = externalOf(planner, asked.member)
  if (!planner || !strategy) return null
  const scope = scopeOf(program, state)
  const request = requestOf(program, state, iteration, ask, planner, asked.member, strategy, scope)
  return {
    kind: 'plan',
    id: asked.effect,
    planner: iteration.planner,
    member: asked.member,
    request: request as unknown as Json,
    attempt: asked.attempt,
    timeoutMs: Math.ceil((strategy.timeoutSeconds ?? timeoutDefault) * 1000),
    notBefore: asked.notBefore,
    scope,
  }
}

function requestOf(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  ask: PlanAsk,
  planner: ProgramPlanner,
  member: string | null,
  strategy: HttpStrategy,
  scope: Scope,
): PlannerRequest {
  const { input = null, facts = {}, verdict = null } = scope
  const context = render(strategy.context ?? null, scope)
  const rails = applyRails(planner.rails, scope)
  return {
    contract: plannerContract,
    run: state.run,
    loop: state.loop,
    program: program.version,
    planner: iteration.planner,
    member,
    iteration: iteration.number,
    ask: ask.number,
    seed: seedFor(strategy, member, ask.seed),
    goal: planner.expects,
    input,
    facts: facts as JsonObject,
    verdict,
    previousPlan: iteration.previous && planSummary(iteration.previous),
    feedback: [...iteration.feedback],
    actions: planner.actions.flatMap((id) => actionSummary(program, id)),
    rails: rails.ok ? railsSummary(rails.rails) : null,
    limits: {
      iterations: Math.max(0, program.limits.iterations - iterationsBegun(state)),
      ...budgetLeft(program, state),
    },
    context: context.ok ? context.value : null,
  }
}

function planSummary({ digest, steps }: PlanBefore): PlannerRequest['previousPlan'] {
  return { digest, steps: steps.map(({ id, action, args, after }) => ({ id, action, args, after })) }
}

function actionSummary(program: Program, id: string): PlannerRequest['actions'] {
  const action = program.actions[id]
  if (!action) return []
  const { title, args, output, needs, gives, costUsd, risk, reversibility } = action
  return [{ id, title, args, output, needs, gives, costUsd, risk, reversibility }]
}

function railsSummary(rails: AppliedRails | null): PlannerRequest['rails'] {
  if (!rails) return null
  const { rules, only, never, must, maxSteps, maxCostUsd, maxRisk } = rails
  return {
    rules: rules.map(({ id, message }) => ({ id, message: message ?? null })),
    only: only && [...only],
    never: [...never],
    must: [...must],
    maxSteps,
    maxCostUsd,
    maxRisk,
  }
}
