import type { alertsRoutes } from '../../../shared/api/routes/alerts.ts'
import type { Details } from './operationDetails.ts'

export const alertsDetails = {
  listAlerts: {
    description:
      'By name. There are no pages. `notices` are the newest hundred of what alerts told, each with what came of telling it. Alerts are looked at once a minute.',
  },
  putAlert: {
    description:
      'It is looked at at once, and then every minute. A loop is `ok` or `firing`; each change is told to `to`: a CloudEvent `pavane.alert.firing` or `pavane.alert.resolved`, signed as callbacks of runs are, and again for three days until it is taken. A changed alert begins anew. 409 for one more than fifty.',
    refuses: ['invalid-request', 'conflict'],
    example: {
      title: 'Refunds fail',
      loop: 'refund',
      measure: 'failure-rate',
      threshold: 0.2,
      windowHours: 1,
      to: { host: 'pager', path: '/alerts', secret: 'alerts_signing' },
    },
  },
  deleteAlert: {
    description: 'What it told and is not taken yet is still sent.',
    refuses: ['not-found'],
  },
  testAlert: {
    description:
      'Sends a CloudEvent `pavane.alert.test` on the same way. `GET /api/alerts` tells what came of it.',
    refuses: ['not-found'],
  },
} satisfies Record<keyof typeof alertsRoutes, Details>
