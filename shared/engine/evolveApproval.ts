import { assigneeAfterGrant } from './asked.ts'
import type { EventOf } from './event.ts'
import type { ActiveRun, Approval, ApprovalStatus, RunState } from './state.ts'

export function requested(state: ActiveRun, data: EventOf<'approval.requested'>['data']): RunState {
  const approval: Approval = {
    id: data.approval,
    subject: data.subject,
    iteration: state.iteration?.number ?? 0,
    title: data.title,
    approvers: data.approvers,
    need: data.need,
    requestedAt: state.at,
    deadline: data.deadline,
    grantedBy: [],
    grantedAs: [],
    status: 'open',
    assignee: null,
    remarks: 0,
    edited: false,
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
    grantedAs: [...approval.grantedAs, ...(data.person ? [data.person] : [])],
    status: data.remaining === 0 ? 'granted' : 'open',
    assignee: assigneeAfterGrant(approval.assignee),
  }))
}

export function assigned(state: ActiveRun, data: EventOf<'approval.assigned'>['data']): RunState {
  return change(state, data.approval, (approval) => ({
    ...approval,
    assignee: data.to,
    remarks: approval.remarks + 1,
  }))
}

export function commented(state: ActiveRun, data: EventOf<'approval.commented'>['data']): RunState {
  return change(state, data.approval, (approval) => ({ ...approval, remarks: approval.remarks + 1 }))
}

export function settled(
  state: ActiveRun,
  id: string,
  status: Exclude<ApprovalStatus, 'open' | 'granted'>,
): RunState {
  return change(state, id, (approval) => ({ ...approval, status }))
}

/** The edited plan itself is what the next event says. */
export function edited(
  state: ActiveRun,
  { approval: id, changes }: EventOf<'approval.edited'>['data'],
): RunState {
  const { iteration } = state
  const changed = new Set<string | null>(changes.map(({ step }) => step))
  const held = iteration?.held.filter(({ subject }) => !changed.has(subject)) ?? []
  const now = { ...state, iteration: iteration && { ...iteration, held } }
  return change(now, id, (approval) => ({ ...approval, status: 'superseded', edited: true }))
}

export function sentBack(state: ActiveRun, data: EventOf<'approval.sent-back'>['data']): RunState {
  const after = change(state, data.approval, (approval) => ({ ...approval, status: 'sent-back' }))
  return after === state ? state : { ...after, sentBack: data }
}

function change(state: ActiveRun, id: string, to: (approval: Approval) => Approval): ActiveRun {
  const place = state.approvals.findIndex((approval) => approval.id === id)
  const before = state.approvals[place]
  if (before?.status !== 'open') return state
  return { ...state, approvals: state.approvals.with(place, to(before)) }
}
