import type { workspacesRoutes } from '../../../shared/api/routes/workspaces.ts'
import type { Details } from './operationDetails.ts'

export const workspacesDetails = {
  listWorkspaces: { description: 'Those where you have a role; the administrator’s token gets all.' },
  createWorkspace: {
    description:
      'For the administrator of the server alone. A workspace has loops, runs, hosts, secrets and people of its own, and none can see another’s. There is no way back yet: it can’t be removed. 409 `name-taken` is also what a repeat gets.',
    refuses: ['name-taken'],
    example: { name: 'finance' },
  },
} satisfies Record<keyof typeof workspacesRoutes, Details>
