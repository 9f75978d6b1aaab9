import type { EffectResult } from '../engine/command.ts'
import type { CheckEffect, PlanEffect, ProbeEffect } from '../engine/effect.ts'
import { parseEffectId } from '../engine/effectId.ts'
import type { EffectId } from '../engine/event.ts'
import { placeOf } from '../engine/planned.ts'
import type { RunState } from '../engine/state.ts'
import type { CallEffect, CheckHostResult, PlanResult } from './respond.ts'
import type { Timeless } from './simulation.ts'

/** The command that tells the run a result. */
export function settling(effect: CallEffect): (result: EffectResult) => Timeless {
  const { id, step, attempt } = effect
  return (result) =>
    effect.kind === 'action'
      ? { type: 'settle-step', effect: id, iteration: effect.iteration, step, attempt, result }
      : { type: 'settle-compensation', effect: id, attempt, result }
}

export function settlingProbe({ id, attempt }: ProbeEffect): (result: EffectResult) => Timeless {
  return (result) => ({ type: 'settle-probe', effect: id, attempt, result })
}

export function settlingPlan({ id, attempt }: PlanEffect): (result: PlanResult) => Timeless {
  return (result) => ({ type: 'settle-plan', effect: id, attempt, result })
}

export function settlingCheck({ id, attempt }: CheckEffect): (result: CheckHostResult) => Timeless {
  return (result) => ({ type: 'settle-check', effect: id, attempt, result })
}

/** What the host sees when no answer came. */
export function timeout({ timeoutMs }: { timeoutMs: number }): Extract<EffectResult, { ok: false }> {
  const message = `No answer within ${timeoutMs} ms.`
  return { ok: false, error: { class: 'timeout', message, retryable: true, mayHaveHappened: true } }
}

/** The result of a child run that was cancelled. */
export function cancelled(state: RunState, child: EffectId): Timeless {
  const of = state.status === 'new' ? null : parseEffectId(state.run, child)
  const { iteration = 0, step = '' } = of ?? {}
  const error = {
    class: 'child' as const,
    message: 'The child run was cancelled.',
    retryable: false,
    mayHaveHappened: true,
  }
  const attempt = attemptOf(state, iteration, step)
  return { type: 'settle-step', effect: child, iteration, step, attempt, result: { ok: false, error } }
}

function attemptOf(state: RunState, number: number, step: string): number {
  const iteration = state.status === 'new' ? null : state.iteration
  const place = iteration?.number === number ? placeOf(iteration, step) : undefined
  const now = place === undefined ? undefined : iteration?.steps[place]
  return now?.status === 'running' ? now.attempt : 1
}
