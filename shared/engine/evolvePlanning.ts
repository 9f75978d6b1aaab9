import { actionEffectId } from './effectId.ts'
import { type EventOf, StopReason } from './event.ts'
import { startOf } from './startOf.ts'
import type { ActiveRun, Iteration, PastStep, RunState, StepState } from './state.ts'

export function iterationStarted(state: ActiveRun, data: EventOf<'iteration.started'>['data']): RunState {
  return {
    ...state,
    past: [...state.past, ...startedSteps(state.iteration)],
    stop: null,
    judgedBy: [],
    phase: { at: 'planning', requested: false },
    iteration: {
      number: data.iteration,
      startedAt: state.at,
      planner: data.planner,
      because: data.because,
      plan: null,
      steps: [],
      evaluated: [],
    },
  }
}

export function requested(state: ActiveRun, data: EventOf<'plan.requested'>['data']): RunState {
  if (state.phase.at !== 'planning' || state.iteration?.number !== data.iteration) return state
  return { ...state, phase: { at: 'planning', requested: true } }
}

export function proposed(state: ActiveRun, data: EventOf<'plan.proposed'>['data']): RunState {
  if (state.phase.at !== 'planning' || state.iteration?.number !== data.iteration) return state
  return {
    ...state,
    plans: data.plan.version,
    phase: { at: 'proposed' },
    iteration: { ...state.iteration, plan: data.plan },
  }
}

/** The first reason's code says why the run stops here. */
export function rejected(state: ActiveRun, data: EventOf<'plan.rejected'>['data']): RunState {
  const first = data.reasons[0]
  const reason = StopReason.safeParse(first?.code)
  return {
    ...state,
    stop: {
      reason: reason.success ? reason.data : 'no-plan',
      message: data.reasons.map((each) => each.message).join(' '),
    },
    phase: { at: 'stopped', planner: data.planner },
  }
}

export function adopted(state: ActiveRun, data: EventOf<'plan.adopted'>['data']): RunState {
  const { iteration } = state
  if (!iteration?.plan || iteration.plan.version !== data.plan) return state
  const steps = iteration.plan.steps.map((): StepState => ({ status: 'waiting' }))
  return { ...state, phase: { at: 'acting' }, iteration: { ...iteration, steps } }
}

/** The steps of an iteration that were started and have settled, in the order of their starts. */
export function startedSteps(iteration: Iteration | null): PastStep[] {
  if (!iteration?.plan) return []
  const past: PastStep[] = []
  for (const [place, step] of iteration.plan.steps.entries()) {
    const about = { iteration: iteration.number, step: step.id, action: step.action }
    const settled = pastStepOf(about, iteration.steps[place])
    if (settled) past.push(settled)
  }
  return past.sort((a, b) => a.order - b.order)
}

function pastStepOf(
  about: Pick<PastStep, 'iteration' | 'step' | 'action'>,
  now: StepState | undefined,
): PastStep | null {
  if (!now) return null
  switch (now.status) {
    case 'succeeded':
      return { ...about, ...startOf(now), ...settlingOf(now), status: now.status, output: now.output }
    case 'uncertain':
      return {
        ...about,
        ...startOf(now),
        ...settlingOf(now),
        status: now.status,
        error: now.error,
        output: null,
      }
    case 'failed': {
      const { status, began, error, output } = now
      return began && { ...about, ...began, ...settlingOf(now), status, error, output }
    }
    case 'waiting':
    case 'running':
    case 'skipped':
      return null
  }
}

function settlingOf({ settledAt, attempts }: { settledAt: number; attempts: number }) {
  return { settledAt, attempts }
}

/** The id of a started step's effect. */
export function effectOf(state: { run: string }, step: { iteration: number; step: string }): string {
  return actionEffectId(state.run, step.iteration, step.step)
}
