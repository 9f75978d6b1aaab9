import type { approvalsRoutes } from '../../../shared/api/routes/approvals.ts'
import { type Details, paged } from './operationDetails.ts'

export const approvalsDetails = {
  listApprovals: {
    refuses: ['loop-not-found'],
    description: `Over every loop, whoever they ask; those of \`status=open\` soonest due first, any others newest first. \`open\` counts all that wait, on whatever page. ${paged}`,
    parameters: { status: '`open`, or `settled` for all others; both when it is left out' },
  },
  getApproval: {
    description:
      'Everything that a person needs to decide. `digest` is what a decision has to name; `you` says what whoever asks may do, and why not.',
    refuses: ['not-found'],
  },
  decideApproval: {
    description:
      'Only for the roles that the approval names, and admins. Bound to what was looked at: 409 `conflict` where `digest` is not that of its subject as it is now, or where it is settled. 403 `own-approval` to grant what is one’s own: a run that one started, a plan that one edited. 422 `edit-invalid` with `errors[]` for arguments that do not fit.',
    refuses: ['not-found', 'conflict', 'own-approval', 'edit-invalid'],
    example: { decision: 'grant', digest: `sha256:${'0'.repeat(64)}`, note: 'Checked with the customer.' },
  },
} satisfies Record<keyof typeof approvalsRoutes, Details>
