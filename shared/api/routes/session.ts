import * as workspace from '../workspace.ts'
import type { RouteSpec } from './routeSpec.ts'

/** Signing in and out. */
export const sessionRoutes = {
  createSession: {
    method: 'POST',
    path: '/api/session',
    right: 'public',
    says: 'Sign in with a one-time code or a token',
    body: workspace.CreateSession,
    answer: workspace.Session,
    status: 201,
  },
  getSession: {
    method: 'GET',
    path: '/api/session',
    right: 'read',
    says: 'Who you are and what you may do',
    answer: workspace.Session,
    status: 200,
  },
  deleteSession: {
    method: 'DELETE',
    path: '/api/session',
    right: 'read',
    says: 'Sign out',
    answer: null,
    status: 204,
  },
} as const satisfies Record<string, RouteSpec>
