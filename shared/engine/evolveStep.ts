import type { Json } from '../json.ts'
import type { EventOf, StepRef } from './event.ts'
import { childEnded, paid } from './evolveChild.ts'
import { takeSignal } from './evolveSignal.ts'
import { placeOf } from './planned.ts'
import { startOf } from './startOf.ts'
import type { ActiveRun, Iteration, RunState, StepState } from './state.ts'

type Of = { iteration: number; step: StepRef }
type Change = (step: StepState) => StepState | null

/** Changes one step of the current iteration; null from the change, or no such step, leaves the state as it is. */
function change(state: ActiveRun, of: Of, to: Change): ActiveRun {
  const found = locate(state, of)
  const after = found && to(found.step)
  if (!found || !after) return state
  const { iteration, place } = found
  return { ...state, iteration: { ...iteration, steps: iteration.steps.with(place, after) } }
}

function locate(
  { iteration }: ActiveRun,
  of: Of,
): { iteration: Iteration; place: number; step: StepState } | null {
  if (iteration?.number !== of.iteration) return null
  const place = placeOf(iteration, of.step)
  const step = place === undefined ? undefined : iteration.steps[place]
  return place !== undefined && step ? { iteration, place, step } : null
}

export function started(state: ActiveRun, data: EventOf<'step.started'>['data']): RunState {
  const order = state.started + 1
  const next = change(state, data, (step) =>
    step.status === 'waiting'
      ? {
          status: 'running',
          order,
          startedAt: state.at,
          args: data.args,
          ...(data.pure && !data.undo ? { pure: true as const } : {}),
          attempt: data.attempt,
          notBefore: null,
          error: null,
          until: data.until ?? null,
          probes: 0,
        }
      : null,
  )
  if (next === state) return state
  const { effect, iteration, step, action, budget = null } = data
  const child = { effect, iteration, step, action, budget }
  const children = data.child ? [...state.children, child] : state.children
  return { ...next, started: order, children }
}

/** The step's items become steps of their own, at the end of the list. */
export function expanded(state: ActiveRun, data: EventOf<'step.expanded'>['data']): RunState {
  const found = locate(state, data)
  if (found?.step.status !== 'waiting') return state
  const { iteration, place } = found
  const { items } = data
  const args = iteration.plan?.steps[place]?.args ?? {}
  const steps = iteration.steps.with(place, {
    status: 'mapping',
    order: state.started,
    startedAt: state.at,
    args,
  })
  const first = steps.length
  return {
    ...state,
    iteration: {
      ...iteration,
      steps: [...steps, ...items.map((): StepState => ({ status: 'waiting' }))],
      expanded: [...iteration.expanded, { place, first, items }],
    },
  }
}

export function succeeded(state: ActiveRun, data: EventOf<'step.succeeded'>['data']): RunState {
  const { output, costUsd } = data
  const next = change(state, data, (step) =>
    isAtWork(step)
      ? {
          status: 'succeeded',
          ...startOf(step),
          settledAt: state.at,
          output,
          costUsd,
          attempts: attemptsOf(step),
        }
      : null,
  )
  return next === state ? state : resulted(state, paid(next, data), data, output)
}

export function failed(state: ActiveRun, data: EventOf<'step.failed'>['data']): RunState {
  const { output = null } = data
  const next = change(state, data, (step) => {
    if (step.status !== 'waiting' && !isAtWork(step)) return null
    return {
      status: 'failed',
      began: step.status === 'waiting' || step.status === 'mapping' ? null : startOf(step),
      settledAt: state.at,
      error: data.error,
      output,
      attempts: data.attempts,
    }
  })
  if (next === state) return state
  const after = paid(next, data)
  return isResult(data.error) ? resulted(state, after, data, output) : after
}

/** Whether the failure is what the host's result says, so that no other result is to come. */
function isResult(error: EventOf<'step.failed'>['data']['error']): boolean {
  if (!error.mayHaveHappened) return true
  switch (error.class) {
    case 'child':
    case 'schema':
    case 'expression':
    case 'postcondition':
    case 'policy':
      return true
    case 'network':
    case 'timeout':
    case 'http':
    case 'precondition':
    case 'assumption':
    case 'lease':
    case 'limit':
    case 'circuit':
    case 'approval':
    case 'configuration':
    case 'internal':
      return false
  }
}

/** A child's result is in, and an event that a wait took is taken. */
function resulted(before: ActiveRun, after: ActiveRun, of: Of, output: Json): ActiveRun {
  const step = locate(before, of)?.step
  const isWait = step?.status === 'running' && step.until !== null
  return isWait ? takeSignal(after, output) : childEnded(after, of)
}

export function retried(state: ActiveRun, data: EventOf<'step.retried'>['data']): RunState {
  return change(state, data, (step) =>
    step.status === 'running' || step.status === 'probing'
      ? {
          status: 'running',
          ...startOf(step),
          attempt: data.attempt,
          notBefore: data.notBefore,
          error: data.error,
          until: null,
          probes: step.status === 'probing' ? step.probe : step.probes,
        }
      : null,
  )
}

/** That it is looked into, and each look that told nothing; what a look told is what the next event says. */
export function probed(state: ActiveRun, data: EventOf<'step.probed'>['data']): RunState {
  const { error, retryAt: notBefore } = data
  if (notBefore === undefined) return state
  return change(state, data, (step) => {
    if (step.status === 'probing') return { ...step, probe: step.probe + 1, notBefore }
    if (step.status !== 'running' || !error) return null
    const probe = step.probes + 1
    const { attempt } = step
    return { status: 'probing', ...startOf(step), attempt, error, probe, firstProbe: probe, notBefore }
  })
}

export function skipped(state: ActiveRun, data: EventOf<'step.skipped'>['data']): RunState {
  return change(state, data, (step) =>
    step.status === 'waiting' || step.status === 'mapping'
      ? {
          status: 'skipped',
          reason: data.reason,
          message: data.message,
          ...(data.limit ? { limit: data.limit } : {}),
        }
      : null,
  )
}

export function uncertain(state: ActiveRun, data: EventOf<'step.uncertain'>['data']): RunState {
  return change(state, data, (step) =>
    isAtWork(step)
      ? {
          status: 'uncertain',
          ...startOf(step),
          settledAt: state.at,
          error: data.error,
          attempts: attemptsOf(step),
        }
      : null,
  )
}

type AtWork = Extract<StepState, { status: 'running' | 'probing' | 'mapping' }>

function isAtWork(step: StepState): step is AtWork {
  return step.status === 'running' || step.status === 'probing' || step.status === 'mapping'
}

function attemptsOf(step: AtWork): number {
  return step.status === 'mapping' ? 0 : step.attempt
}
