import type { EventOf } from './event.ts'
import type { ActiveRun, EndedRun, HeldLease, HeldPolicy, RunRecord, RunState } from './state.ts'

export function accepted(data: EventOf<'run.accepted'>['data'], at: number): ActiveRun {
  return {
    status: 'active',
    run: data.run,
    loop: data.loop,
    program: data.program,
    input: data.input,
    request: data.request,
    seed: data.seed,
    parent: data.parent ?? null,
    fork: data.fork ?? null,
    policySet: data.policySet ?? null,
    recent: data.recent ?? null,
    startedAt: at,
    observedAt: data.observedAt ?? at,
    at,
    iteration: null,
    past: [],
    plans: 0,
    started: 0,
    startedByChildren: 0,
    costUsd: 0,
    verdict: data.fork?.carried?.verdict ?? null,
    passed: data.fork?.carried?.passed ?? null,
    recentFailures: data.recentFailures ?? 0,
    judgedBy: [],
    pace: { best: null, stalled: 0 },
    repeated: null,
    reached: {},
    stop: null,
    approvals: [],
    sentBack: null,
    planners: [],
    leases: [],
    undone: [],
    notUndone: [],
    late: [],
    children: [],
    signals: [],
    signalIds: [],
    phase: data.queued ? { at: 'queued' } : { at: 'input', checked: false, evaluated: [] },
    undoing: null,
    paused: null,
    cancel: null,
  }
}

/** There is room for it: it goes on as any other. */
export function admitted(state: ActiveRun): RunState {
  if (state.phase.at !== 'queued') return state
  return { ...state, phase: { at: 'input', checked: false, evaluated: state.phase.evaluated ?? [] } }
}

export function inputChecked(state: ActiveRun): RunState {
  if (state.phase.at !== 'input') return state
  return { ...state, phase: { ...state.phase, checked: true } }
}

/** The name under which an evaluation is on record. */
export function evaluationKey(data: { policy: string; point: string; subject: string | null }): string {
  return `${data.point} ${data.policy} ${data.subject ?? ''}`
}

export function policyEvaluated(state: ActiveRun, data: EventOf<'policy.evaluated'>['data']): RunState {
  if (state.phase.at === 'input' || state.phase.at === 'queued') {
    const evaluated = [...(state.phase.evaluated ?? []), heldOf(data)]
    return { ...state, phase: { ...state.phase, evaluated } }
  }
  if (!state.iteration) return state
  const key = evaluationKey(data)
  if (data.early) {
    const { iteration } = state
    const held = [...iteration.held, heldOf(data)]
    return { ...state, iteration: { ...iteration, evaluated: [...iteration.evaluated, key], held } }
  }
  return { ...state, iteration: { ...state.iteration, evaluated: [...state.iteration.evaluated, key] } }
}

function heldOf(data: EventOf<'policy.evaluated'>['data']): HeldPolicy {
  const { policy, subject, effect, message, error, dryRun = false } = data
  return { policy, subject, effect, message, error, dryRun }
}

export function leaseGranted<S extends ActiveRun | EndedRun>(
  state: S,
  data: EventOf<'lease.granted'>['data'],
): S {
  const held: HeldLease = data
  const others = state.leases.filter(
    (lease) =>
      lease.resource !== held.resource || lease.iteration !== held.iteration || lease.step !== held.step,
  )
  return { ...state, leases: [...others, held] }
}

export function leaseReleased<S extends ActiveRun | EndedRun>(
  state: S,
  data: EventOf<'lease.released'>['data'],
): S {
  const leases = state.leases.filter(
    (lease) => lease.resource !== data.resource || lease.token !== data.token,
  )
  return { ...state, leases }
}

export function ended(state: ActiveRun, data: EventOf<'run.ended'>['data']): EndedRun {
  return {
    ...recordOf(state),
    children: state.children.filter((child) => !child.over),
    status: 'ended',
    endedAt: state.at,
    outcome: data.outcome,
    reason: data.reason,
    node: data.node,
    body: data.body,
    message: data.message,
  }
}

function recordOf(state: ActiveRun): RunRecord {
  const {
    status: _status,
    phase: _phase,
    undoing: _undoing,
    paused: _paused,
    cancel: _cancel,
    ...record
  } = state
  return record
}
