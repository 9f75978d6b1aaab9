import { assertNever } from '../assertNever.ts'
import type { EventBody, RunEvent } from './event.ts'
import * as approvals from './evolveApproval.ts'
import { late } from './evolveChild.ts'
import * as compensation from './evolveCompensation.ts'
import * as planning from './evolvePlanning.ts'
import * as run from './evolveRun.ts'
import * as signals from './evolveSignal.ts'
import * as steps from './evolveStep.ts'
import * as verifying from './evolveVerifying.ts'
import type { RunState } from './state.ts'
import { upcast } from './upcast.ts'

/** Folds one event in, whichever release wrote it. Total: a fact that does not fit the state leaves it as it is, and nothing is ever thrown. */
export function evolve(state: RunState, event: RunEvent): RunState {
  return apply(state, upcast(event), event.at)
}

/** Folds in what happened at a time, sealed or not: the same fold inside a turn and from the log. */
export function apply(state: RunState, event: EventBody, at: number): RunState {
  if (state.status === 'new') return event.type === 'run.accepted' ? run.accepted(event.data, at) : state
  if (event.type === 'run.accepted') return state
  const now = at > state.at ? { ...state, at } : state
  return now.status === 'ended' ? applyAfterEnd(now, event) : applyWhileActive(now, event)
}

type Later = Exclude<EventBody, { type: 'run.accepted' }>

function applyWhileActive(state: Extract<RunState, { status: 'active' }>, event: Later): RunState {
  switch (event.type) {
    case 'input.checked':
      return run.inputChecked(state)
    case 'plan.requested':
      return planning.requested(state, event.data)
    case 'plan.answered':
      return planning.answered(state, event.data)
    case 'plan.proposed':
      return planning.proposed(state, event.data)
    case 'plan.rejected':
      return planning.rejected(state, event.data)
    case 'plan.adopted':
      return planning.adopted(state, event.data)
    case 'policy.evaluated':
      return run.policyEvaluated(state, event.data)
    case 'approval.requested':
      return approvals.requested(state, event.data)
    case 'approval.granted':
      return approvals.granted(state, event.data)
    case 'approval.denied':
      return approvals.settled(state, event.data.approval, 'denied')
    case 'approval.expired':
      return approvals.settled(state, event.data.approval, 'expired')
    case 'approval.edited':
      return approvals.edited(state, event.data)
    case 'approval.sent-back':
      return approvals.sentBack(state, event.data)
    case 'approval.assigned':
      return approvals.assigned(state, event.data)
    case 'approval.commented':
      return approvals.commented(state, event.data)
    case 'approval.superseded':
      return approvals.settled(state, event.data.approval, 'superseded')
    case 'step.started':
      return steps.started(state, event.data)
    case 'step.succeeded':
      return steps.succeeded(state, event.data)
    case 'step.failed':
      return steps.failed(state, event.data)
    case 'step.retried':
      return steps.retried(state, event.data)
    case 'step.skipped':
      return steps.skipped(state, event.data)
    case 'step.uncertain':
      return steps.uncertain(state, event.data)
    case 'step.late':
      return late(state, event.data)
    case 'check.asked':
      return verifying.checkAsked(state, event.data)
    case 'check.answered':
      return verifying.checkAnswered(state, event.data)
    case 'check.completed':
      return verifying.checkCompleted(state, event.data)
    case 'verdict.reached':
      return verifying.verdictReached(state, event.data)
    case 'iteration.started':
      return planning.iterationStarted(state, event.data)
    case 'iteration.delayed':
      return planning.delayed(state, event.data)
    case 'assumption.checked':
      return planning.assumptionChecked(state, event.data)
    case 'compensation.started':
      return compensation.started(state, event.data)
    case 'compensation.succeeded':
      return compensation.succeeded(state, event.data)
    case 'compensation.failed':
      return compensation.failed(state, event.data)
    case 'lease.granted':
      return run.leaseGranted(state, event.data)
    case 'lease.released':
      return run.leaseReleased(state, event.data)
    case 'run.paused':
      return { ...state, paused: { at: state.at, ...event.data } }
    case 'run.resumed':
      return { ...state, paused: null }
    case 'run.cancelled':
      return { ...state, paused: null, cancel: event.data }
    case 'run.ended':
      return run.ended(state, event.data)
    case 'run.admitted':
      return run.admitted(state)
    case 'signal.received':
      return signals.received(state, event.data)
    case 'step.expanded':
      return steps.expanded(state, event.data)
    case 'step.probed':
      return event.data.undo ? compensation.probed(state, event.data) : steps.probed(state, event.data)
    default:
      return assertNever(event)
  }
}

/** After the end only late results and leases are still recorded. */
function applyAfterEnd(state: Extract<RunState, { status: 'ended' }>, event: Later): RunState {
  switch (event.type) {
    case 'step.late':
      return late(state, event.data)
    case 'lease.granted':
      return run.leaseGranted(state, event.data)
    case 'lease.released':
      return run.leaseReleased(state, event.data)
    case 'input.checked':
    case 'plan.requested':
    case 'plan.proposed':
    case 'plan.rejected':
    case 'plan.adopted':
    case 'policy.evaluated':
    case 'approval.requested':
    case 'approval.granted':
    case 'approval.denied':
    case 'approval.expired':
    case 'approval.edited':
    case 'approval.sent-back':
    case 'approval.assigned':
    case 'approval.commented':
    case 'approval.superseded':
    case 'step.started':
    case 'step.succeeded':
    case 'step.failed':
    case 'step.retried':
    case 'step.skipped':
    case 'step.uncertain':
    case 'check.asked':
    case 'check.answered':
    case 'check.completed':
    case 'verdict.reached':
    case 'iteration.started':
    case 'compensation.started':
    case 'compensation.succeeded':
    case 'compensation.failed':
    case 'run.paused':
    case 'run.resumed':
    case 'run.cancelled':
    case 'run.ended':
      return state
    case 'run.admitted':
    case 'signal.received':
    case 'plan.answered':
    case 'iteration.delayed':
    case 'assumption.checked':
    case 'step.expanded':
    case 'step.probed':
      return state
    default:
      return assertNever(event)
  }
}
