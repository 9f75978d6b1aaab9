import type { approvalsRoutes } from '../../../shared/api/routes/approvals.ts'
import { type Details, paged } from './operationDetails.ts'

export const approvalsDetails = {
  listApprovals: {
    refuses: ['loop-not-found'],
    description: `Over every loop, whoever they ask; those of \`status=open\` soonest due first, any others newest first. \`open\` counts all that wait, on whatever page. ${paged}`,
    parameters: {
      status: '`open`, or `settled` for all others; both when it is left out',
      mine: '`true` for those alone that wait for whoever asks: they are asked, it is not assigned to somebody else, and they have neither approved it nor started its run. Only with `status=open`',
    },
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
  listApprovalCandidates: {
    description:
      'People and tokens that are known here, by the names that logs call them. Whoever has a role by a group of the provider is known once they were here.',
    refuses: ['not-found'],
  },
  assignApproval: {
    description:
      'It is on record in the run’s log. Only for the roles that the approval names, and admins, and only to one of them whose agreement would count: never to who started the run or edited the plan. 403 `own-approval` where one of these two would hand it on. It narrows who may decide, widens nothing, and moves no deadline. Where more have to agree, it is everybody’s again after an assigned person has approved. 409 `conflict` where it is assigned so already, or is settled.',
    refuses: ['not-found', 'conflict', 'invalid-request', 'own-approval'],
    example: { to: { name: 'grace@example.com' }, note: 'Grace knows the customer.' },
  },
  commentApproval: {
    description:
      'It is on record in the run’s log, and decides nothing. An approval keeps 100 comments and assignments.',
    refuses: ['not-found', 'conflict'],
    example: { text: 'The customer confirmed the amount by phone.' },
  },
} satisfies Record<keyof typeof approvalsRoutes, Details>
