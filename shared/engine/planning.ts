import { proposePlan } from '../plan/proposePlan.ts'
import { askOrWait } from './asking.ts'
import { gate } from './gate.ts'
import type { Because, Plan } from './plan.ts'
import { scopeOf } from './scope.ts'
import type { ActiveRun, Iteration } from './state.ts'
import { activeOf, emit, type Turn } from './turn.ts'

/** Starts the next iteration at a planner. */
export function startIteration(turn: Turn, planner: string, because: Because | null): void {
  const state = activeOf(turn)
  if (!state) return
  emit(turn, {
    type: 'iteration.started',
    data: { iteration: (state.iteration?.number ?? 0) + 1, planner, because },
  })
}

/** Asks the planner for a plan, and takes what it proposes. */
export function makePlan(turn: Turn, state: ActiveRun, iteration: Iteration, requested: boolean): boolean {
  const { number, planner, because } = iteration
  if (!requested) {
    emit(turn, { type: 'plan.requested', data: { iteration: number, planner, seed: null, because } })
    return true
  }
  const proposal = proposePlan({
    program: turn.program,
    planner,
    iteration: number,
    because,
    version: state.plans + 1,
    parent: state.plans === 0 ? null : state.plans,
    scope: scopeOf(turn.program, state),
  })
  if (proposal.ok) emit(turn, { type: 'plan.proposed', data: { iteration: number, plan: proposal.plan } })
  else
    reject(
      turn,
      iteration,
      null,
      proposal.reasons.map((message) => ({ code: 'no-plan', message })),
    )
  return true
}

/** Adopts the proposed plan when the policies at `plan` let it through. */
export function adoptPlan(turn: Turn, state: ActiveRun, iteration: Iteration, plan: Plan): boolean {
  const { planner } = iteration
  const { notes, decision } = gate(turn.program, state, turn.at, {
    point: 'plan',
    about: planner,
    subject: planner,
    scope: scopeOf(turn.program, state),
    approval: {
      of: plan,
      subject: (policy) => ({ of: 'plan', policy, plan: plan.version, digest: plan.digest }),
      title: `Plan ${plan.version} of ${turn.program.planners[planner]?.title ?? planner}`,
      show: plan,
    },
  })
  for (const note of notes) emit(turn, note)
  switch (decision.is) {
    case 'allow':
      emit(turn, {
        type: 'plan.adopted',
        data: { iteration: iteration.number, plan: plan.version, digest: plan.digest },
      })
      return true
    case 'deny': {
      const code = decision.reason === 'policy' ? 'plan-denied' : decision.reason
      reject(turn, iteration, plan.version, [{ code, message: decision.message }])
      return true
    }
    case 'ask':
    case 'wait':
      return askOrWait(turn, decision)
  }
}

function reject(
  turn: Turn,
  iteration: Iteration,
  plan: number | null,
  reasons: { code: string; message: string }[],
): void {
  const { number, planner } = iteration
  emit(turn, { type: 'plan.rejected', data: { iteration: number, planner, plan, reasons } })
}
