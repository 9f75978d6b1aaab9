import type { Program } from '../compile/program.ts'
import type { ResourceName } from '../graph/ids.ts'
import { checkPlanAssumptions, needersOf } from './assuming.ts'
import type { ReachEffect } from './effect.ts'
import { reachEffectId } from './effectId.ts'
import type { StepRef } from './event.ts'
import type { Plan } from './plan.ts'
import { visitReadySteps } from './readySteps.ts'
import { scopeOf } from './scope.ts'
import type { ActiveRun, EndedRun } from './state.ts'

/** The hosts of which the run has to know whether they answer, unless it is paused or winds up. */
export function reachesOwed(program: Program, state: ActiveRun): ReachEffect[] {
  if (state.paused || state.cancel) return []
  return [...hostsToReach(program, state).keys()].map((host) => ({
    kind: 'reach',
    id: reachEffectId(state.run, host, timesAsked(state, host) + 1),
    host,
  }))
}

/** How often the host was asked about before. */
export function timesAsked(state: ActiveRun | EndedRun, host: ResourceName): number {
  return (Object.hasOwn(state.reached, host) ? state.reached[host]?.times : undefined) ?? 0
}

/**
 * The hosts to ask about, and who needs them: all of a plan at once before it is adopted, then those of steps whose turn has come. Null
 * stands for the whole plan.
 */
export function hostsToReach(
  program: Program,
  state: ActiveRun,
): ReadonlyMap<ResourceName, readonly (StepRef | null)[]> {
  const hosts = new Map<ResourceName, (StepRef | null)[]>()
  const plan = state.iteration?.plan
  if (!plan?.assumes.some(({ assumption }) => assumption.type === 'reachable')) return hosts
  const isAsked = state.phase.at === 'proposed' || state.iteration?.amended === true
  if (isAsked) for (const host of hostsOfPlan(program, state, plan)) hosts.set(host, needersOf(plan, host))
  if (state.phase.at === 'acting' && !isAsked)
    visitReadySteps(program, state, state.at, (ready) => {
      if (ready.is !== 'ready' || ready.prepared.next.move !== 'reach') return state
      for (const host of ready.prepared.next.hosts)
        hosts.set(host, [...(hosts.get(host) ?? []), ready.step.id])
      return state
    })
  return hosts
}

/** A plan whose other assumptions fail is rejected in any case. */
function hostsOfPlan(program: Program, state: ActiveRun, plan: Plan): readonly ResourceName[] {
  const { checked, ask } = checkPlanAssumptions(program, state, plan, scopeOf(program, state))
  return checked.every(({ holds }) => holds) ? ask : []
}
