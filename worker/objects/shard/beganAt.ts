import type { ActionEffect, CompensationEffect } from '../../../shared/engine/effect.ts'
import { placeOf } from '../../../shared/engine/planned.ts'
import type { RunState } from '../../../shared/engine/state.ts'

/** When the step of an effect began: the same for each of its attempts. An undo has the time of its run. */
export function beganAt(state: RunState, effect: ActionEffect | CompensationEffect): number {
  if (state.status === 'new') return 0
  const { iteration } = state
  const place = effect.kind === 'action' && iteration ? placeOf(iteration, effect.step) : undefined
  const step = place === undefined ? undefined : iteration?.steps[place]
  return step && 'startedAt' in step ? step.startedAt : state.startedAt
}
