import { Alert, AlertList, AlertNotice, AlertRule } from '../alerts.ts'
import { ReasonQuery } from '../reason.ts'
import type { RouteSpec } from './routeSpec.ts'

/** Who is told when loops do badly. */
export const alertsRoutes = {
  listAlerts: {
    method: 'GET',
    path: '/api/alerts',
    right: 'read',
    says: 'The alerts, how each stands, and what they told',
    answer: AlertList,
    status: 200,
  },
  putAlert: {
    method: 'PUT',
    path: '/api/alerts/:alert',
    right: 'administer',
    says: 'Set an alert',
    body: AlertRule,
    answer: Alert,
    status: 200,
  },
  deleteAlert: {
    method: 'DELETE',
    path: '/api/alerts/:alert',
    right: 'administer',
    says: 'Remove an alert',
    query: ReasonQuery,
    answer: null,
    status: 204,
  },
  testAlert: {
    method: 'POST',
    path: '/api/alerts/:alert/test',
    right: 'administer',
    says: 'Send the receiver of an alert a test',
    answer: AlertNotice,
    status: 202,
  },
} as const satisfies Record<string, RouteSpec>
