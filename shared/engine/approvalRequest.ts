import type { Program } from '../compile/program.ts'
import type { ApproverRole } from '../graph/approver.ts'
import type { Json } from '../json.ts'
import { approvalId } from './effectId.ts'
import type { ApprovalSubject, EventBody } from './event.ts'
import { endOfTime } from './limits.ts'
import type { ActiveRun } from './state.ts'

export type ApprovalRequest = Extract<EventBody, { type: 'approval.requested' }>

export type Asks = {
  subject: ApprovalSubject
  title: string
  approvers: readonly ApproverRole[]
  need: number
  deadlineSeconds: number
  show: Json
  message?: string
}

/** The request for a person's decision. Its deadline is never after the run's own end. */
export function requestBody(program: Program, state: ActiveRun, at: number, asks: Asks): ApprovalRequest {
  const { deadlineSeconds, approvers, ...rest } = asks
  return {
    type: 'approval.requested',
    data: {
      ...rest,
      approvers: [...approvers],
      approval: approvalId(state.run, state.approvals.length + 1),
      deadline: Math.min(at + Math.ceil(deadlineSeconds * 1000), endOfTime(program, state)),
    },
  }
}
