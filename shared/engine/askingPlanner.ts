import type { ProgramPlanner } from '../compile/program.ts'
import { render } from '../expr/template.ts'
import type { StepId } from '../graph/ids.ts'
import type { Strategy } from '../graph/nodes/planner.ts'
import { proposePlan } from '../plan/proposePlan.ts'
import { applyRails } from '../plan/rails.ts'
import { derivedSeed, isStochastic } from '../plan/seeds.ts'
import type { Scope } from './effect.ts'
import { planEffectId } from './effectId.ts'
import type { EventOf } from './event.ts'
import { externalsOf } from './planRequest.ts'
import { scopeOf } from './scope.ts'
import { screenPlan, screenProposal } from './screening.ts'
import type { ActiveRun, Iteration, PlanAsk } from './state.ts'
import { emit, type Turn } from './turn.ts'

/** Asks the planner for a plan and, once everyone who was asked has answered, takes what it proposes. Whether something was recorded. */
export function makePlan(turn: Turn, state: ActiveRun, iteration: Iteration, ask: PlanAsk | null): boolean {
  if (!ask) {
    openAsk(turn, state, iteration)
    return true
  }
  if (ask.asked.some((each) => each.answer === null)) return false
  const { number, planner, because, avoid } = iteration
  const proposal = proposePlan({
    program: turn.program,
    planner,
    iteration: number,
    because,
    version: state.plans + 1,
    parent: state.plans === 0 ? null : state.plans,
    scope: scopeOf(turn.program, state),
    ask: ask.number,
    seed: ask.seed,
    avoid,
    answers: new Map(ask.asked.flatMap(({ member, answer }) => (answer ? [[member, answer]] : []))),
  })
  if (proposal.ok) {
    const { plan, notes } = screenPlan(turn.program, state, turn.at, proposal.plan)
    for (const note of notes) emit(turn, note)
    emit(turn, { type: 'plan.proposed', data: { iteration: number, plan } })
  } else {
    const { reasons, rejected, proposal: proposed = null } = proposal
    const screened = screenProposal(turn.program, state, turn.at, proposed)
    for (const note of screened.notes) emit(turn, note)
    reject(turn, iteration, null, reasons, rejected, screened.proposal ?? undefined)
  }
  return true
}

function openAsk(turn: Turn, state: ActiveRun, iteration: Iteration): void {
  const { number, planner: id, because, feedback } = iteration
  const planner = turn.program.planners[id]
  const ask = iteration.asks + 1
  const asked = planner ? externalAsks(turn, state, iteration, planner, ask) : []
  const isDrawn = planner !== undefined && isStochastic(planner.strategy)
  emit(turn, {
    type: 'plan.requested',
    data: {
      ask,
      ...(asked.length > 0 ? { asked } : {}),
      because,
      ...(feedback.length > 0 ? { feedback: [...feedback] } : {}),
      iteration: number,
      planner: id,
      seed: isDrawn ? derivedSeed(state.seed, `${state.run}/${number}/plan/${ask}`) : null,
    },
  })
}

/** The external planners to ask: none as long as the rails, or what they are told, can't be made. */
function externalAsks(
  turn: Turn,
  state: ActiveRun,
  iteration: Iteration,
  planner: ProgramPlanner,
  ask: number,
): NonNullable<EventOf<'plan.requested'>['data']['asked']> {
  const externals = externalsOf(planner)
  if (externals.length === 0) return []
  const scope: Scope = scopeOf(turn.program, state)
  if (!applyRails(planner.rails, scope).ok) return []
  return externals
    .filter(({ strategy }) => render(strategy.context ?? null, scope).ok)
    .map(({ member }) => ({ member, effect: planEffectId(state.run, iteration.number, ask, member) }))
}

type Reason = EventOf<'plan.rejected'>['data']['reasons'][number]

/**
 * Puts a rejection on record. Where there was a proposal, the planner is asked for another while asks are left and another could
 * come of it; else the run takes the bail route.
 */
export function reject(
  turn: Turn,
  iteration: Iteration,
  plan: number | null,
  reasons: Reason[],
  mayAskAgain: boolean,
  proposal?: EventOf<'plan.rejected'>['data']['proposal'],
): void {
  const { number, planner } = iteration
  const again = mayAskAgain && isAskedAgain(turn, iteration, reasons)
  emit(turn, {
    type: 'plan.rejected',
    data: {
      iteration: number,
      planner,
      plan,
      reasons,
      again,
      ...(proposal === undefined ? {} : { proposal }),
    },
  })
}

function isAskedAgain(turn: Turn, iteration: Iteration, reasons: readonly Reason[]): boolean {
  const planner = turn.program.planners[iteration.planner]
  if (!planner || iteration.asks >= planner.asks) return false
  const known = new Set(iteration.avoid)
  return couldDiffer(
    planner.strategy,
    new Set(reasons.flatMap(({ step }) => step ?? []).filter((step) => !known.has(step))),
  )
}

/** Whether a planner that is asked again could propose something else, now that some more steps are blamed. */
function couldDiffer(strategy: Strategy, blamed: ReadonlySet<StepId>): boolean {
  switch (strategy.type) {
    case 'sequence':
    case 'table':
      return false
    case 'goal':
      return strategy.candidates.some(({ id }) => blamed.has(id))
    case 'choice':
      return strategy.options.length > 1
    case 'http':
      return true
    case 'federation':
      return strategy.members.some((member) => couldDiffer(member.strategy, blamed))
  }
}
