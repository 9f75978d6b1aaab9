import * as changes from '../changes.ts'
import { ReasonQuery } from '../reason.ts'
import * as workspace from '../workspace.ts'
import type { RouteSpec } from './routeSpec.ts'

/** What the workspace holds: hosts, secrets and the log of changes. */
export const workspaceRoutes = {
  listHosts: {
    method: 'GET',
    path: '/api/hosts',
    right: 'read',
    says: 'The hosts that actions may reach',
    answer: workspace.HostList,
    status: 200,
  },
  putHost: {
    method: 'PUT',
    path: '/api/hosts/:host',
    right: 'administer',
    says: 'Set a host’s base address',
    body: workspace.PutHost,
    answer: workspace.Host,
    status: 200,
  },
  deleteHost: {
    method: 'DELETE',
    path: '/api/hosts/:host',
    right: 'administer',
    says: 'Remove a host',
    query: ReasonQuery,
    answer: null,
    status: 204,
  },
  listSecrets: {
    method: 'GET',
    path: '/api/secrets',
    right: 'read',
    says: 'The names of the secrets',
    answer: workspace.SecretList,
    status: 200,
  },
  putSecret: {
    method: 'PUT',
    path: '/api/secrets/:secret',
    right: 'administer',
    says: 'Set a secret; its value is never shown again',
    body: workspace.PutSecret,
    answer: workspace.SecretInfo,
    status: 200,
  },
  deleteSecret: {
    method: 'DELETE',
    path: '/api/secrets/:secret',
    right: 'administer',
    says: 'Remove a secret',
    query: ReasonQuery,
    answer: null,
    status: 204,
  },
  resealSecrets: {
    method: 'POST',
    path: '/api/secrets/reseal',
    right: 'administer',
    says: 'Bring every secret under the current key of the server, as each start does',
    answer: workspace.ResealedSecrets,
    status: 200,
  },
  listChanges: {
    method: 'GET',
    path: '/api/changes',
    right: 'read',
    says: 'Who changed what, newest first',
    query: changes.ChangeQuery,
    answer: changes.ChangeList,
    status: 200,
  },
  exportChanges: {
    method: 'GET',
    path: '/api/changes/bundle',
    right: 'read',
    says: 'The whole log of changes, chained and signed, to verify anywhere',
    answer: changes.ChangesBundle,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
