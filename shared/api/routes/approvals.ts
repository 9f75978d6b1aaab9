import * as approvals from '../approvals.ts'
import { RunDetail } from '../runs.ts'
import type { RouteSpec } from './routeSpec.ts'

/** What people are asked about, over all loops. */
export const approvalsRoutes = {
  listApprovals: {
    method: 'GET',
    path: '/api/approvals',
    right: 'read',
    says: 'What people are asked to approve, and were: newest first',
    query: approvals.ApprovalQuery,
    answer: approvals.ApprovalPage,
    status: 200,
  },
  getApproval: {
    method: 'GET',
    path: '/api/approvals/:approval',
    right: 'read',
    says: 'An approval with the plan, the exact arguments and what can be undone',
    answer: approvals.ApprovalDetail,
    status: 200,
  },
  decideApproval: {
    method: 'POST',
    path: '/api/runs/:run/approvals/:approval',
    right: 'decide',
    says: 'Grant or deny an approval, edit what it is about, or send it back',
    body: approvals.DecideApproval,
    answer: RunDetail,
    status: 200,
  },
  listApprovalCandidates: {
    method: 'GET',
    path: '/api/approvals/:approval/candidates',
    right: 'decide',
    says: 'Who an approval can be handed to by name',
    answer: approvals.ApprovalCandidates,
    status: 200,
  },
  assignApproval: {
    method: 'PUT',
    path: '/api/approvals/:approval/assignee',
    right: 'decide',
    says: 'Hand an open approval to one of those whom it asks, or back to all of them',
    body: approvals.AssignApproval,
    answer: approvals.ApprovalDetail,
    status: 200,
  },
  commentApproval: {
    method: 'POST',
    path: '/api/approvals/:approval/comments',
    right: 'decide',
    says: 'Comment on an open approval',
    body: approvals.CommentApproval,
    answer: approvals.ApprovalDetail,
    status: 201,
  },
} as const satisfies Record<string, RouteSpec>
