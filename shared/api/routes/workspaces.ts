import * as workspaces from '../workspaces.ts'
import type { RouteSpec } from './routeSpec.ts'

/** The workspaces of this server. All other routes are about the one that the sender is in. */
export const workspacesRoutes = {
  listWorkspaces: {
    method: 'GET',
    path: '/api/workspaces',
    right: 'read',
    says: 'The workspaces that you may enter',
    answer: workspaces.WorkspaceList,
    status: 200,
  },
  createWorkspace: {
    method: 'POST',
    path: '/api/workspaces',
    right: 'govern',
    says: 'Make a workspace',
    body: workspaces.CreateWorkspace,
    answer: workspaces.WorkspaceInfo,
    status: 201,
  },
} as const satisfies Record<string, RouteSpec>
