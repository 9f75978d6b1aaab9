import * as deliveries from '../deliveries.ts'
import * as runs from '../runs.ts'
import type { RouteSpec } from './routeSpec.ts'

/** The requests that a loop’s hook got. */
export const deliveriesRoutes = {
  listDeliveries: {
    method: 'GET',
    path: '/api/loops/:loop/deliveries',
    right: 'read',
    says: 'The requests that a loop’s hook got, newest first, refused ones too',
    query: deliveries.DeliveryQuery,
    answer: deliveries.DeliveryList,
    status: 200,
  },
  sendTest: {
    method: 'POST',
    path: '/api/loops/:loop/deliveries',
    right: 'operate',
    says: 'Call a loop’s hook with a signature, to try it',
    body: deliveries.SendTest,
    answer: deliveries.SentTest,
    status: 200,
  },
  redeliver: {
    method: 'POST',
    path: '/api/loops/:loop/deliveries/:run/redeliver',
    right: 'operate',
    says: 'Send a delivery again that started a run',
    body: deliveries.Redeliver,
    answer: runs.RunDetail,
    status: 202,
  },
} as const satisfies Record<string, RouteSpec>
