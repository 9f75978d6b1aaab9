import type { Program } from '../compile/program.ts'
import type { StepId } from '../graph/ids.ts'
import type { AcquireLeaseEffect, ActionEffect, CompensationEffect, Effect, TimerEffect } from './effect.ts'
import { acquireEffectId, actionEffectId, releaseEffectId, timerEffectId } from './effectId.ts'
import { leaseTtlMs } from './leases.ts'
import { endOfTime } from './limits.ts'
import { planIndex } from './planIndex.ts'
import { visitReadySteps } from './readySteps.ts'
import { scopeOf, withRoots } from './scope.ts'
import type { ActiveRun, EndedRun, HeldLease, Iteration, RunState } from './state.ts'
import { stepProgress } from './stepProgress.ts'

/** What the host owes the run now: a pure function of the state, so the log alone is enough to go on after a crash. */
export function pending(program: Program, state: RunState): Effect[] {
  switch (state.status) {
    case 'new':
      return []
    case 'ended':
      return state.leases.map((lease) => release(state, lease))
    case 'active':
      return [
        ...leasesToRelease(state).map((lease) => release(state, lease)),
        ...timers(program, state),
        ...actions(program, state),
        ...acquires(program, state),
        ...compensations(program, state),
      ]
  }
}

function timers(program: Program, state: ActiveRun): TimerEffect[] {
  if (state.cancel) return []
  const open = state.approvals.filter((approval) => approval.status === 'open')
  const deadlines = open.map(
    ({ id, deadline }): TimerEffect => ({
      kind: 'timer',
      id: timerEffectId(state.run, id),
      at: deadline,
    }),
  )
  // A verdict that stands is carried out whatever the time, so there a tick would change nothing.
  if (state.phase.at === 'judged' || state.phase.at === 'stopped') return deadlines
  return [
    { kind: 'timer', id: timerEffectId(state.run, 'duration'), at: endOfTime(program, state) },
    ...deadlines,
  ]
}

function actions(program: Program, state: ActiveRun): ActionEffect[] {
  const { iteration } = state
  if (state.phase.at !== 'acting' || !iteration?.plan) return []
  const { plan, steps } = iteration
  const effects: ActionEffect[] = []
  for (const place of stepProgress(plan, steps).running) {
    const step = plan.steps[place]
    const now = steps[place]
    const action = step && program.actions[step.action]
    if (now?.status !== 'running' || !action || isWithheld(state, now.notBefore)) continue
    effects.push({
      kind: 'action',
      id: actionEffectId(state.run, iteration.number, step.id),
      iteration: iteration.number,
      step: step.id,
      action: step.action,
      args: now.args,
      attempt: now.attempt,
      timeoutMs: timeoutMs(action.timeoutSeconds),
      notBefore: now.notBefore,
      scope: withRoots(scopeOf(program, state), { args: now.args }),
      leases: tokensOf(state, iteration, step.id),
      parent: null,
    })
  }
  return effects
}

/** An attempt that had not left when the run was paused does not leave until it is resumed. */
export function isWithheld(state: ActiveRun, notBefore: number | null): boolean {
  return state.paused !== null && notBefore !== null && notBefore > state.paused.at
}

function timeoutMs(seconds: number): number {
  return Math.ceil(seconds * 1000)
}

function tokensOf(state: ActiveRun, iteration: Iteration, step: StepId): Record<string, number> {
  const held = state.leases.filter((lease) => lease.iteration === iteration.number && lease.step === step)
  return Object.fromEntries(held.map((lease) => [lease.resource, lease.token]))
}

/** The next lease of each step that waits for one. */
function acquires(program: Program, state: ActiveRun): AcquireLeaseEffect[] {
  const { iteration } = state
  if (state.phase.at !== 'acting' || !iteration?.plan || state.paused || state.cancel) return []
  if (Object.values(program.actions).every((action) => action.leases.length === 0)) return []
  const effects: AcquireLeaseEffect[] = []
  visitReadySteps(program, state, state.at, (ready) => {
    const action = program.actions[ready.step.action]
    if (ready.is !== 'ready' || ready.prepared.next.move !== 'acquire' || !action) return state
    const { resource } = ready.prepared.next
    const step = ready.step.id
    const id = acquireEffectId(actionEffectId(state.run, iteration.number, step), resource)
    effects.push({ kind: 'acquire-lease', id, step, resource, ttlMs: leaseTtlMs(action) })
    return state
  })
  return effects
}

function compensations(program: Program, state: ActiveRun): CompensationEffect[] {
  const { undoing } = state
  const action = undoing && program.actions[undoing.action]
  if (!undoing || !action || undoing.failed || isWithheld(state, undoing.notBefore)) return []
  const { effect, undoes, step, args, attempt, notBefore } = undoing
  return [
    {
      kind: 'compensation',
      id: effect,
      undoes,
      step,
      action: undoing.action,
      args,
      attempt,
      timeoutMs: timeoutMs(action.timeoutSeconds),
      notBefore,
      scope: withRoots(scopeOf(program, state), { args }),
    },
  ]
}

/** Leases of steps that have settled. Each is owed until the host confirms it, also after the end. */
function leasesToRelease(state: ActiveRun): HeldLease[] {
  if (state.leases.length === 0) return []
  const { iteration } = state
  const index = iteration?.plan ? planIndex(iteration.plan) : new Map<StepId, number>()
  const isNeeded = ({ step }: HeldLease) => {
    const status = iteration?.steps[index.get(step) ?? -1]?.status
    return status === 'waiting' || status === 'running'
  }
  return state.leases.filter(
    (lease) => lease.iteration !== iteration?.number || !isNeeded(lease) || state.phase.at !== 'acting',
  )
}

function release(state: ActiveRun | EndedRun, lease: HeldLease): Effect {
  const { iteration, step, resource, token } = lease
  const id = releaseEffectId(actionEffectId(state.run, iteration, step), resource, token)
  return { kind: 'release-lease', id, step, resource, token }
}
