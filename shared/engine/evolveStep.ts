import type { StepId } from '../graph/ids.ts'
import type { EventOf } from './event.ts'
import { planIndex } from './planIndex.ts'
import { startOf } from './startOf.ts'
import type { ActiveRun, RunState, StepState } from './state.ts'

type Change = (step: StepState) => StepState | null

/** Changes one step of the current iteration; null from the change, or no such step, leaves the state as it is. */
function change(state: ActiveRun, of: { iteration: number; step: StepId }, to: Change): ActiveRun {
  const { iteration } = state
  if (!iteration?.plan || iteration.number !== of.iteration) return state
  const place = planIndex(iteration.plan).get(of.step)
  const before = place === undefined ? undefined : iteration.steps[place]
  if (place === undefined || !before) return state
  const after = to(before)
  if (!after) return state
  return { ...state, iteration: { ...iteration, steps: iteration.steps.with(place, after) } }
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
          attempt: data.attempt,
          notBefore: null,
          error: null,
        }
      : null,
  )
  return next === state ? state : { ...next, started: order }
}

export function succeeded(state: ActiveRun, data: EventOf<'step.succeeded'>['data']): RunState {
  const next = change(state, data, (step) =>
    step.status === 'running'
      ? {
          status: 'succeeded',
          ...startOf(step),
          settledAt: state.at,
          output: data.output,
          costUsd: data.costUsd,
          attempts: step.attempt,
        }
      : null,
  )
  return next === state ? state : { ...next, costUsd: state.costUsd + data.costUsd }
}

export function failed(state: ActiveRun, data: EventOf<'step.failed'>['data']): RunState {
  return change(state, data, (step) => {
    if (step.status !== 'running' && step.status !== 'waiting') return null
    return {
      status: 'failed',
      began: step.status === 'running' ? startOf(step) : null,
      settledAt: state.at,
      error: data.error,
      output: data.output ?? null,
      attempts: data.attempts,
    }
  })
}

export function retried(state: ActiveRun, data: EventOf<'step.retried'>['data']): RunState {
  return change(state, data, (step) =>
    step.status === 'running'
      ? { ...step, attempt: data.attempt, notBefore: data.notBefore, error: data.error }
      : null,
  )
}

export function skipped(state: ActiveRun, data: EventOf<'step.skipped'>['data']): RunState {
  return change(state, data, (step) =>
    step.status === 'waiting' ? { status: 'skipped', reason: data.reason, message: data.message } : null,
  )
}

export function uncertain(state: ActiveRun, data: EventOf<'step.uncertain'>['data']): RunState {
  return change(state, data, (step) =>
    step.status === 'running'
      ? {
          status: 'uncertain',
          ...startOf(step),
          settledAt: state.at,
          error: data.error,
          attempts: step.attempt,
        }
      : null,
  )
}
