import type { ActionEffect, CompensationEffect } from '../../../shared/engine/effect.ts'
import { planIndex } from '../../../shared/engine/planIndex.ts'
import type { RunState } from '../../../shared/engine/state.ts'

/** When the step of an effect began: the same for each of its attempts. An undo has the time of its run. */
export function beganAt(state: RunState, effect: ActionEffect | CompensationEffect): number {
  if (state.status === 'new') return 0
  const { iteration } = state
  if (effect.kind === 'compensation' || !iteration?.plan) return state.startedAt
  const [, id = '', item] = /^([^[]+)(?:\[(\d+)\])?$/.exec(effect.step) ?? []
  const place = planIndex(iteration.plan).get(id) ?? -1
  const expanded = iteration.expanded.find((each) => each.place === place)
  const step = iteration.steps[item === undefined ? place : (expanded?.first ?? -1) + Number(item)]
  return step && 'startedAt' in step ? step.startedAt : state.startedAt
}
