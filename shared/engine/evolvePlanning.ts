import { LruCache } from '../expr/lruCache.ts'
import type { NodeId } from '../graph/ids.ts'
import { actionEffectId } from './effectId.ts'
import { type EventOf, StopReason } from './event.ts'
import { evaluationKey } from './evolveRun.ts'
import { paceAfter } from './pacing.ts'
import { plannedAt } from './planned.ts'
import { repetitionAfter } from './repeats.ts'
import { startOf } from './startOf.ts'
import type {
  ActiveRun,
  AskedPlanner,
  Iteration,
  PastStep,
  PlanBefore,
  RunState,
  SentBack,
  StepState,
} from './state.ts'

export function iterationStarted(state: ActiveRun, data: EventOf<'iteration.started'>['data']): RunState {
  const { planner } = data
  const back = sentBackBefore(state, planner)
  return {
    ...state,
    sentBack: null,
    planners: state.planners.includes(planner) ? state.planners : [...state.planners, planner],
    past: remembered(state.past, startedSteps(state.iteration)),
    stop: null,
    judgedBy: [],
    pace: paceAfter(state, data.because),
    repeated: repetitionAfter(state),
    phase: { at: 'planning', ask: null },
    iteration: {
      number: data.iteration,
      startedAt: state.at,
      planner: data.planner,
      because: data.because,
      sentBack: back,
      asks: 0,
      feedback: back ? [`Sent back: ${back.feedback}`] : [],
      avoid: [],
      previous: planBefore(state),
      plan: null,
      steps: [],
      expanded: [],
      amended: false,
      evaluated: [],
      judged: [],
      held: [],
    },
  }
}

/** The last plan that was proposed before an iteration that starts, be it in the run that this is a fork of. */
export function planBefore({ iteration, fork }: ActiveRun): PlanBefore | null {
  return iteration ? (iteration.plan ?? iteration.previous) : (fork?.carried?.previous ?? null)
}

/** What was sent back and leads to an iteration that starts: in a fork also what led to its first one, unless that is at another planner. */
export function sentBackBefore({ sentBack, iteration, fork }: ActiveRun, planner: NodeId): SentBack | null {
  if (sentBack) return sentBack
  const back = iteration === null ? (fork?.carried?.sentBack ?? null) : null
  return back?.to === planner ? back : null
}

/** What an iteration started is added, and takes the place of what was pure of the same actions. */
function remembered(past: readonly PastStep[], started: readonly PastStep[]): readonly PastStep[] {
  const last = new Map(started.map((step) => [step.action, step]))
  return [
    ...past.filter((step) => !step.pure || !last.has(step.action)),
    ...started.filter((step) => !step.pure || last.get(step.action) === step),
  ]
}

export function requested(state: ActiveRun, data: EventOf<'plan.requested'>['data']): RunState {
  if (state.phase.at !== 'planning' || state.iteration?.number !== data.iteration) return state
  const asked = (data.asked ?? []).map((each) => ({ ...each, attempt: 1, notBefore: null, answer: null }))
  const number = data.ask ?? 1
  return {
    ...state,
    phase: { at: 'planning', ask: { number, seed: data.seed, asked } },
    iteration: { ...state.iteration, asks: number, held: [] },
  }
}

/** An answer, or the last failure, is kept; after any other failure the next attempt is due. */
export function answered(state: ActiveRun, data: EventOf<'plan.answered'>['data']): RunState {
  const { phase } = state
  if (phase.at !== 'planning' || !phase.ask) return state
  const asked = phase.ask.asked.map((each) => (each.effect === data.effect ? settled(each, data) : each))
  return { ...state, phase: { ...phase, ask: { ...phase.ask, asked } } }
}

function settled(asked: AskedPlanner, { attempt, answer }: EventOf<'plan.answered'>['data']): AskedPlanner {
  if (asked.answer || asked.attempt !== attempt) return asked
  if (answer.ok) return { ...asked, answer }
  const { error, retryAt } = answer
  if (retryAt !== null) return { ...asked, attempt: attempt + 1, notBefore: retryAt }
  return { ...asked, answer: { ok: false, error } }
}

export function delayed(state: ActiveRun, data: EventOf<'iteration.delayed'>['data']): RunState {
  const { planner, because, until } = data
  return { ...state, phase: { at: 'delayed', planner, because, until } }
}

/** What is known of a host. That a plan's condition holds, or its data are fresh, is looked at anew each time. */
export function assumptionChecked(
  state: ActiveRun,
  { assumption, holds }: EventOf<'assumption.checked'>['data'],
): RunState {
  if (assumption.type !== 'reachable') return state
  const times = (state.reached[assumption.host]?.times ?? 0) + 1
  const known = { at: state.at, reachable: holds, plan: state.plans, times }
  return { ...state, reached: { ...state.reached, [assumption.host]: known } }
}

export function proposed(state: ActiveRun, data: EventOf<'plan.proposed'>['data']): RunState {
  if (state.iteration?.number !== data.iteration) return state
  const { at } = state.phase
  if (at === 'acting' || at === 'proposed') return edited(state, state.iteration, data)
  if (at !== 'planning') return state
  return {
    ...state,
    plans: data.plan.version,
    phase: { at: 'proposed' },
    iteration: { ...state.iteration, plan: data.plan, previous: null },
  }
}

/** Takes the place of the plan it was made of: another subject for policies and people. What started goes on as it was. */
function edited(
  state: ActiveRun,
  iteration: Iteration,
  { plan }: EventOf<'plan.proposed'>['data'],
): RunState {
  if (plan.parent !== iteration.plan?.version || plan.steps.length !== iteration.plan.steps.length)
    return state
  const amended = state.phase.at === 'acting'
  const evaluated = iteration.held.map((held) => evaluationKey({ ...held, point: 'step' }))
  return { ...state, plans: plan.version, iteration: { ...iteration, plan, amended, evaluated } }
}

/** The planner is asked again, or the first reason's code says why the run stops here. */
export function rejected(state: ActiveRun, data: EventOf<'plan.rejected'>['data']): RunState {
  if (data.again && state.iteration?.number === data.iteration)
    return toAskAgain(state, state.iteration, data)
  const first = data.reasons[0]
  const reason = StopReason.safeParse(first?.code)
  return {
    ...state,
    sentBack: null,
    stop: {
      reason: reason.success ? reason.data : 'no-plan',
      message: data.reasons.map((each) => each.message).join(' '),
    },
    phase: { at: 'stopped', planner: data.planner },
  }
}

/** Another plan is another subject: the policies are asked about it anew. */
function toAskAgain(
  state: ActiveRun,
  iteration: Iteration,
  { reasons }: EventOf<'plan.rejected'>['data'],
): RunState {
  const blamed = reasons.flatMap(({ step }) => step ?? [])
  return {
    ...state,
    phase: { at: 'planning', ask: null },
    iteration: {
      ...iteration,
      feedback: [...iteration.feedback, ...reasons.map(({ message }) => message)],
      avoid: [...new Set([...iteration.avoid, ...blamed])],
      previous: iteration.plan ?? iteration.previous,
      plan: null,
      evaluated: [],
      held: [],
    },
  }
}

export function adopted(state: ActiveRun, data: EventOf<'plan.adopted'>['data']): RunState {
  const { iteration } = state
  if (!iteration?.plan || iteration.plan.version !== data.plan) return state
  if (iteration.amended) return { ...state, iteration: { ...iteration, amended: false } }
  const steps = iteration.plan.steps.map((): StepState => ({ status: 'waiting' }))
  return { ...state, phase: { at: 'acting' }, iteration: { ...iteration, steps } }
}

/** While a run rolls back, its steps stay as they are. */
const startedIn = new LruCache<Iteration['steps'], readonly PastStep[]>(8)

/**
 * The steps of an iteration that were started and have settled, in the order of their starts: items for themselves, and not the step
 * that maps over them. Made once a state of the steps.
 */
export function startedSteps(iteration: Iteration | null): readonly PastStep[] {
  if (!iteration?.plan || iteration.steps.length === 0) return []
  return startedIn.get(iteration.steps, () => findStarted(iteration))
}

function findStarted(iteration: Iteration): PastStep[] {
  const past: PastStep[] = []
  for (const [place, now] of iteration.steps.entries()) {
    const step = plannedAt(iteration, place)
    if (!step || step.map) continue
    const about = { iteration: iteration.number, step: step.id, action: step.action }
    const settled = pastStepOf(about, now)
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
    case 'mapping':
    case 'running':
    case 'probing':
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
