import type { ApprovalQuery, ApprovalSummary } from '../../shared/api/approvals.ts'
import type { ApprovalDecision, Candidate } from '../../shared/engine/command.ts'
import type { ApproverRole } from '../../shared/graph/approver.ts'
import type { ApprovalPlace } from '../../shared/projections/approvals.ts'
import type { Principal } from '../security/principal.ts'

/** `before` is the place that the page before ended at. */
export type ApprovalFilter = {
  status: ApprovalQuery['status']
  before: ApprovalPlace | null
  limit: number
  /** Only what waits for them, of what is open. */
  waitsFor?: Pick<Principal, 'by' | 'role'>
}
export type ApprovalsOfShard = { approvals: ApprovalSummary[]; open: number }

/** What people may do about an approval. */
export type ApprovalRequest =
  | ({ type: 'decide-approval'; approval: string; digest: string; note: string | null } & ApprovalDecision)
  | {
      type: 'assign-approval'
      approval: string
      /** `named` is everyone of the name that it is handed to. */
      to: { role: ApproverRole } | { named: readonly Candidate[] } | null
      note: string | null
    }
  | { type: 'comment-approval'; approval: string; text: string }
