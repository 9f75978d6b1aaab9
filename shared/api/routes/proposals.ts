import * as control from '../changeControl.ts'
import * as proposals from '../proposals.ts'
import { ReasonQuery } from '../reason.ts'
import type { RouteSpec } from './routeSpec.ts'

/** Changes of what runs that wait for a second person, and when one is asked for. */
export const proposalsRoutes = {
  getChangeControl: {
    method: 'GET',
    path: '/api/change-control',
    right: 'read',
    says: 'Which changes ask for a second person',
    answer: control.ChangeControl,
    status: 200,
  },
  putChangeControl: {
    method: 'PUT',
    path: '/api/change-control',
    right: 'administer',
    says: 'Set which changes ask for a second person',
    body: control.PutChangeControl,
    answer: control.ChangeControl,
    status: 200,
  },
  listProposals: {
    method: 'GET',
    path: '/api/proposals',
    right: 'read',
    says: 'Changes that wait for a second person, and those that did, newest first',
    query: proposals.ProposalQuery,
    answer: proposals.ProposalList,
    status: 200,
  },
  proposeVersion: {
    method: 'POST',
    path: '/api/loops/:loop/proposals/version',
    right: 'build',
    says: 'Propose the draft as a new stable version',
    body: proposals.ProposeVersion,
    answer: proposals.ProposalSummary,
    status: 201,
  },
  proposeRollout: {
    method: 'POST',
    path: '/api/loops/:loop/proposals/rollout',
    right: 'operate',
    says: 'Propose which versions receive traffic',
    body: proposals.ProposeRollout,
    answer: proposals.ProposalSummary,
    status: 201,
  },
  getProposal: {
    method: 'GET',
    path: '/api/loops/:loop/proposals/:proposal',
    right: 'read',
    says: 'A proposal with its graph, its tests and its impact',
    answer: proposals.Proposal,
    status: 200,
  },
  decideProposal: {
    method: 'POST',
    path: '/api/loops/:loop/proposals/:proposal/decision',
    right: 'approve',
    says: 'Approve or deny what somebody else proposed',
    body: proposals.DecideProposal,
    answer: proposals.ProposalSummary,
    status: 200,
  },
  withdrawProposal: {
    method: 'DELETE',
    path: '/api/loops/:loop/proposals/:proposal',
    right: 'build',
    says: 'Take a proposed version back',
    query: ReasonQuery,
    answer: proposals.ProposalSummary,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
