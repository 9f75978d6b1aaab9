import * as identity from '../identity.ts'
import { EnterWorkspace } from '../workspaces.ts'
import type { RouteSpec } from './routeSpec.ts'

/** Signing in and out, and the sessions under way. */
export const sessionRoutes = {
  createSession: {
    method: 'POST',
    path: '/api/session',
    right: 'public',
    says: 'Sign in with a one-time code or a token',
    body: identity.CreateSession,
    answer: identity.Session,
    status: 201,
  },
  getSession: {
    method: 'GET',
    path: '/api/session',
    right: 'read',
    says: 'Who you are and what you may do',
    answer: identity.Session,
    status: 200,
  },
  enterWorkspace: {
    method: 'PUT',
    path: '/api/session',
    right: 'read',
    says: 'Go on with your session in another workspace',
    body: EnterWorkspace,
    answer: identity.Session,
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
  getSignInWays: {
    method: 'GET',
    path: '/api/sign-in',
    right: 'public',
    says: 'How people can sign in here',
    answer: identity.SignInWays,
    status: 200,
  },
  startSignIn: {
    method: 'GET',
    path: '/api/sign-in/oidc',
    right: 'public',
    says: 'Go to the OpenID Connect provider to sign in',
    query: identity.StartSignIn,
    answer: null,
    status: 302,
  },
  finishSignIn: {
    method: 'GET',
    path: '/api/sign-in/oidc/callback',
    right: 'public',
    says: 'Come back from the OpenID Connect provider',
    answer: null,
    status: 302,
  },
  listSessions: {
    method: 'GET',
    path: '/api/sessions',
    right: 'read',
    says: 'Your sessions; an admin gets everybody’s',
    answer: identity.SessionList,
    status: 200,
  },
  endSession: {
    method: 'DELETE',
    path: '/api/sessions/:session',
    right: 'read',
    says: 'End a session of your own; an admin ends anybody’s',
    answer: null,
    status: 204,
  },
} as const satisfies Record<string, RouteSpec>
