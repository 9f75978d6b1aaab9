import type { Program, ProgramAction } from '../compile/program.ts'
import { checksOwed } from './checkRequest.ts'
import type { CompensationEffect, Effect, PlanEffect, ProbeEffect, TimerEffect } from './effect.ts'
import { acquireEffectId, actionEffectId, probeEffectId, releaseEffectId, timerEffectId } from './effectId.ts'
import { heldAfter, leaseTtlMs } from './leases.ts'
import { endOfTime } from './limits.ts'
import { placeOf } from './planned.ts'
import { planEffect } from './planRequest.ts'
import { reachesOwed } from './reaching.ts'
import { visitReadySteps } from './readySteps.ts'
import { scopeOf, withRoots } from './scope.ts'
import type { ActiveRun, EndedRun, HeldLease, RunState, Undoing } from './state.ts'
import { childrenToCancel, stepEffects } from './stepEffects.ts'
import { isSettled } from './stepProgress.ts'
import { isWithheld } from './withheld.ts'

/** What the host owes the run now: a pure function of the state, so the log alone is enough to go on after a crash. */
export function pending(program: Program, state: RunState): Effect[] {
  switch (state.status) {
    case 'new':
      return []
    case 'ended':
      return [...state.leases.map((lease) => release(state, lease)), ...childrenToCancel(state)]
    case 'active':
      return [
        ...leasesToRelease(state).map((lease) => release(state, lease)),
        ...timers(program, state),
        ...stepEffects(program, state),
        ...childrenToCancel(state),
        ...acquires(program, state),
        ...compensations(program, state),
        ...plans(program, state),
        ...reachesOwed(program, state),
        ...checksOwed(program, state),
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
  const delay = delayOf(state)
  return [
    ...delay,
    { kind: 'timer', id: timerEffectId(state.run, 'duration'), at: endOfTime(program, state) },
    ...deadlines,
  ]
}

/** A wait between iterations that a pause holds is over when the run goes on. */
function delayOf(state: ActiveRun): TimerEffect[] {
  if (state.phase.at !== 'delayed' || state.paused) return []
  return [{ kind: 'timer', id: timerEffectId(state.run, 'backoff'), at: state.phase.until }]
}

function plans(program: Program, state: ActiveRun): PlanEffect[] {
  const { iteration, phase, cancel } = state
  if (!iteration || phase.at !== 'planning' || !phase.ask || cancel) return []
  const { ask } = phase
  return ask.asked
    .filter((asked) => asked.answer === null && !isWithheld(state, asked.notBefore))
    .flatMap((asked) => planEffect(program, state, iteration, ask, asked) ?? [])
}

function timeoutMs(seconds: number): number {
  return Math.ceil(seconds * 1000)
}

/** The next lease of each step that waits for one; before that, the leases that come after it are given back. */
function acquires(program: Program, state: ActiveRun): Effect[] {
  const { iteration } = state
  if (state.phase.at !== 'acting' || !iteration?.plan || state.paused || state.cancel) return []
  if (iteration.amended) return []
  if (Object.values(program.actions).every((action) => action.leases.length === 0)) return []
  const effects: Effect[] = []
  visitReadySteps(program, state, state.at, (ready) => {
    const action = program.actions[ready.step.action]
    if (ready.is !== 'ready' || ready.prepared.next.move !== 'acquire' || !action) return state
    const { resource } = ready.prepared.next
    const step = ready.step.id
    const later = heldAfter(state, { iteration: iteration.number, step }, resource)
    const id = acquireEffectId(actionEffectId(state.run, iteration.number, step), resource)
    if (later.length > 0) effects.push(...later.map((lease) => release(state, lease)))
    else effects.push({ kind: 'acquire-lease', id, step, resource, ttlMs: leaseTtlMs(program, action) })
    return state
  })
  return effects
}

function compensations(program: Program, state: ActiveRun): (CompensationEffect | ProbeEffect)[] {
  const { undoing } = state
  const action = undoing && program.actions[undoing.action]
  if (!undoing || !action || undoing.failed) return []
  if (undoing.probing) return probesOfUndo(program, state, undoing, action, undoing.probing)
  if (isWithheld(state, undoing.notBefore)) return []
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

function probesOfUndo(
  program: Program,
  state: ActiveRun,
  { effect, step, action, args, probes }: Undoing,
  { timeoutSeconds }: ProgramAction,
  { notBefore }: NonNullable<Undoing['probing']>,
): ProbeEffect[] {
  if (isWithheld(state, notBefore)) return []
  return [
    {
      kind: 'probe',
      id: probeEffectId(effect),
      about: effect,
      step,
      action,
      args,
      attempt: probes,
      timeoutMs: timeoutMs(timeoutSeconds),
      notBefore,
      scope: withRoots(scopeOf(program, state), { args }),
    },
  ]
}

/** Leases of steps that have settled. Each is owed until the host confirms it, also after the end. */
function leasesToRelease(state: ActiveRun): HeldLease[] {
  if (state.leases.length === 0) return []
  const { iteration } = state
  const isNeeded = ({ step }: HeldLease) => {
    const place = iteration ? placeOf(iteration, step) : undefined
    const now = place === undefined ? undefined : iteration?.steps[place]
    return now !== undefined && !isSettled(now)
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
