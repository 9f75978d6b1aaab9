import { askOrWait } from './asking.ts'
import { reject } from './askingPlanner.ts'
import { assumptionEvents, assumptionReasons, checkPlanAssumptions, failedOf } from './assuming.ts'
import { gate } from './gate.ts'
import { lastIteration } from './iterationNumber.ts'
import type { Because, Plan } from './plan.ts'
import { allSettled } from './readySteps.ts'
import { scopeOf } from './scope.ts'
import type { ActiveRun, Iteration } from './state.ts'
import { activeOf, emit, type Turn } from './turn.ts'
import { withdrawSteps } from './withdrawing.ts'

/** Starts the next iteration at a planner. */
export function startIteration(turn: Turn, planner: string, because: Because | null): void {
  const state = activeOf(turn)
  if (!state) return
  emit(turn, {
    type: 'iteration.started',
    data: { because, iteration: lastIteration(state) + 1, planner },
  })
}

/**
 * Adopts the proposed plan when what it takes for granted is so and the policies at `plan` let it through. The assumptions are looked at
 * first, so that nobody is asked about a plan that can't work, and again after the wait for a person. Whether something was recorded.
 */
export function adoptPlan(turn: Turn, state: ActiveRun, iteration: Iteration, plan: Plan): boolean {
  const scope = scopeOf(turn.program, state)
  const assumed = checkPlanAssumptions(turn.program, state, plan, scope)
  const failed = failedOf(assumed)
  if (failed.length > 0) {
    if (mustWithdraw(iteration)) return withdraw(turn, iteration)
    for (const event of assumptionEvents(iteration.number, assumed)) emit(turn, event)
    // The steps of another plan of this iteration would be taken for those that ran.
    reject(turn, iteration, plan.version, assumptionReasons(plan, failed), !iteration.amended)
    return true
  }
  if (assumed.ask.length > 0) return false
  const { planner } = iteration
  const { notes, decision } = gate(turn.program, state, turn.at, {
    point: 'plan',
    about: planner,
    subject: planner,
    scope,
    approval: () => ({
      of: plan,
      subject: (policy) => ({ of: 'plan', policy, plan: plan.version, digest: plan.digest }),
      title: `Plan ${plan.version} of ${turn.program.planners[planner]?.title ?? planner}`,
      show: plan,
    }),
  })
  for (const note of notes) emit(turn, note)
  switch (decision.is) {
    case 'allow':
      for (const event of assumptionEvents(iteration.number, assumed)) emit(turn, event)
      emit(turn, {
        type: 'plan.adopted',
        data: { digest: plan.digest, iteration: iteration.number, plan: plan.version },
      })
      return true
    case 'deny': {
      const code = decision.reason === 'policy' ? 'plan-denied' : decision.reason
      if (mustWithdraw(iteration)) return withdraw(turn, iteration) || notes.length > 0
      reject(turn, iteration, plan.version, [{ code, message: decision.message }], false)
      return true
    }
    case 'ask':
    case 'wait':
      return askOrWait(turn, decision)
  }
}

/** A plan that was edited while its steps ran, and some still do. */
function mustWithdraw(iteration: Iteration): boolean {
  return iteration.amended && !allSettled(iteration)
}

function withdraw(turn: Turn, iteration: Iteration): boolean {
  return withdrawSteps(turn, iteration, 'The edited plan was not adopted.')
}
