import type { Program } from '../compile/program.ts'
import { plannedAt } from '../engine/planned.ts'
import type { ActiveRun, RunState } from '../engine/state.ts'
import { stepProgress } from '../engine/stepProgress.ts'
import { waitOf } from '../engine/waiting.ts'
import type { NodeId } from '../graph/ids.ts'
import type { WaitFor } from '../graph/nodes/action.ts'

/** A step that waits. `until` is when the wait ends by itself, in milliseconds since the epoch. */
export type WaitingStep = { step: string; action: NodeId; what: WaitFor; until: number | null }

/** Something that a run waits for before it goes on; `until` as above. A step of null: the next iteration. */
export type RunWait =
  | { for: 'event'; step: string; event: string; until: number | null }
  | { for: 'time'; step: string | null; until: number | null }
  | { for: 'approval'; approval: string; title: string; until: number | null }

/** The steps that wait for time to pass or for an event, in the order of the plan. */
export function waitingSteps(program: Program, state: RunState): WaitingStep[] {
  if (state.status !== 'active' || state.phase.at !== 'acting' || state.cancel) return []
  const { iteration } = state
  if (!iteration?.plan) return []
  return stepProgress(iteration.plan, iteration).waits.flatMap((place) => {
    const planned = plannedAt(iteration, place)
    const now = iteration.steps[place]
    const what = planned && waitOf(program, planned.action)
    if (!planned || !what || now?.status !== 'running') return []
    return [{ step: planned.id, action: planned.action, what, until: now.until }]
  })
}

/** All that a run waits for: people, events and time. A run that only waits has at least one. */
export function openWaits(program: Program, state: RunState): RunWait[] {
  if (state.status !== 'active' || state.cancel) return []
  return [...delay(state), ...approvals(state), ...waitingSteps(program, state).map(asWait)]
}

function delay({ phase }: ActiveRun): RunWait[] {
  return phase.at === 'delayed' ? [{ for: 'time', step: null, until: phase.until }] : []
}

function approvals({ approvals: asked }: ActiveRun): RunWait[] {
  return asked
    .filter(({ status }) => status === 'open')
    .map(({ id, title, deadline }) => ({ for: 'approval', approval: id, title, until: deadline }))
}

function asWait({ step, what, until }: WaitingStep): RunWait {
  switch (what.type) {
    case 'event':
      return { for: 'event', step, event: what.event, until }
    case 'duration':
    case 'until':
      return { for: 'time', step, until }
  }
}
