import * as callbacks from '../callbacks.ts'
import type { RouteSpec } from './routeSpec.ts'

/** What is told of runs that have ended, and what could not be. */
export const callbacksRoutes = {
  listCallbacks: {
    method: 'GET',
    path: '/api/callbacks',
    right: 'read',
    says: 'List the callbacks that could not be delivered, newest first, or those of another status',
    query: callbacks.CallbackQuery,
    answer: callbacks.CallbackPage,
    status: 200,
  },
  listRunCallbacks: {
    method: 'GET',
    path: '/api/runs/:run/callbacks',
    right: 'read',
    says: 'Who is told of a run’s end, and each attempt',
    answer: callbacks.CallbackList,
    status: 200,
  },
  redeliverCallback: {
    method: 'POST',
    path: '/api/runs/:run/callbacks/:callback/redeliver',
    right: 'operate',
    says: 'Send a callback again or now, with the same id',
    body: callbacks.CallbackReason,
    answer: callbacks.Callback,
    status: 202,
  },
  discardCallback: {
    method: 'POST',
    path: '/api/runs/:run/callbacks/:callback/discard',
    right: 'operate',
    says: 'Give a callback up for good',
    body: callbacks.CallbackReason,
    answer: callbacks.Callback,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
