import type { EventOf } from './event.ts'
import type { ActiveRun, Approval, RunState } from './state.ts'

export function requested(state: ActiveRun, data: EventOf<'approval.requested'>['data']): RunState {
  const approval: Approval = {
    id: data.approval,
    subject: data.subject,
    approvers: data.approvers,
    need: data.need,
    deadline: data.deadline,
    grantedBy: [],
    status: 'open',
  }
  const approvals = [...state.approvals, approval]
  if (data.subject.of !== 'node') return { ...state, approvals }
  return {
    ...state,
    approvals,
    phase: { at: 'approval', node: data.subject.node, approval: data.approval },
    // A person looks at it now, so verifiers may judge anew afterwards.
    judgedBy: [],
  }
}

export function granted(state: ActiveRun, data: EventOf<'approval.granted'>['data']): RunState {
  return change(state, data.approval, (approval) => ({
    ...approval,
    grantedBy: [...approval.grantedBy, data.by],
    status: data.remaining === 0 ? 'granted' : 'open',
  }))
}

export function settled(state: ActiveRun, id: string, status: 'denied' | 'expired'): RunState {
  return change(state, id, (approval) => ({ ...approval, status }))
}

function change(state: ActiveRun, id: string, to: (approval: Approval) => Approval): RunState {
  const place = state.approvals.findIndex((approval) => approval.id === id)
  const before = state.approvals[place]
  if (before?.status !== 'open') return state
  return { ...state, approvals: state.approvals.with(place, to(before)) }
}
