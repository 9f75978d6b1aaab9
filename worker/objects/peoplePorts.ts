import type { ApprovalDetail, ApprovalQuery, ApprovalSummary } from '../../shared/api/approvals.ts'
import type { RunReviews } from '../../shared/api/reviews.ts'
import type { ApprovalDecision, Candidate } from '../../shared/engine/command.ts'
import type { ApproverRole } from '../../shared/graph/approver.ts'
import type { ApprovalPlace } from '../../shared/projections/approvals.ts'
import type { Answer } from '../http/problem.ts'
import type { Principal } from '../security/principal.ts'
import type { ReviewAsk } from './shard/askReviews.ts'

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

/** What is asked of a shard about what people decide, and about what they made of runs. */
export type ShardPeopleApi = {
  /** The approvals before a place in the order of their times, newest first, and how many are open. */
  approvals(filter: ApprovalFilter): Promise<ApprovalsOfShard>
  approval(id: string, principal: Principal): Promise<Answer<ApprovalDetail>>
  /** The names of those whom an approval can be handed to. */
  candidates(approval: string, among: readonly Candidate[]): Promise<Answer<string[]>>
  /** Reads or takes down what people made of a run that has ended. */
  reviews(run: string, ask: ReviewAsk): Promise<Answer<RunReviews>>
}
