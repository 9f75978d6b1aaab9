import * as identity from '../identity.ts'
import { ReasonQuery } from '../reason.ts'
import type { RouteSpec } from './routeSpec.ts'

/** Who may do what: members with their roles, and the tokens of programs. */
export const peopleRoutes = {
  countPeople: {
    method: 'GET',
    path: '/api/people',
    right: 'read',
    says: 'How many people and tokens have each role',
    answer: identity.PeopleCount,
    status: 200,
  },
  listMembers: {
    method: 'GET',
    path: '/api/members',
    right: 'administer',
    says: 'Who is given which role, and who was here',
    answer: identity.MemberList,
    status: 200,
  },
  putDefaultRole: {
    method: 'PUT',
    path: '/api/members',
    right: 'administer',
    says: 'Set the role of everyone else who can sign in, or none',
    body: identity.PutDefaultRole,
    answer: identity.MemberList,
    status: 200,
  },
  putMember: {
    method: 'PUT',
    path: '/api/members/:member',
    right: 'administer',
    says: 'Give a role to a person, by e-mail address, or to a group',
    body: identity.PutMember,
    answer: identity.Member,
    status: 200,
  },
  deleteMember: {
    method: 'DELETE',
    path: '/api/members/:member',
    right: 'administer',
    says: 'Take the role of a person or group away; it holds at once',
    query: ReasonQuery,
    answer: null,
    status: 204,
  },
  listTokens: {
    method: 'GET',
    path: '/api/tokens',
    right: 'administer',
    says: 'The API tokens',
    answer: identity.TokenList,
    status: 200,
  },
  createToken: {
    method: 'POST',
    path: '/api/tokens',
    right: 'administer',
    says: 'Make an API token; it is shown once',
    body: identity.CreateToken,
    answer: identity.CreatedToken,
    status: 201,
  },
  deleteToken: {
    method: 'DELETE',
    path: '/api/tokens/:token',
    right: 'administer',
    says: 'Revoke an API token',
    query: ReasonQuery,
    answer: null,
    status: 204,
  },
} as const satisfies Record<string, RouteSpec>
