import type { ProposalSummary } from '../../../shared/api/proposals.ts'
import { Role } from '../../../shared/api/rights.ts'
import type { RouteName } from '../../../shared/api/routes.ts'
import type { Entry } from './publicPolicy.ts'

const builders: Role[] = ['builder', 'admin']
const operators: Role[] = ['operator', 'admin']
const approvers: Role[] = ['approver', 'operator', 'admin']
const overview: Entry = { who: Role.options, status: 200, elsewhere: 'own' }

const ofProposal = ({ loop, proposal }: ProposalSummary) => ({ params: { loop, proposal: String(proposal) } })

/** Who may ask for a second person, propose, and be that person. */
export const proposalsPolicy: Partial<Record<RouteName, Entry>> = {
  getChangeControl: overview,
  putChangeControl: {
    who: ['admin'],
    status: 200,
    elsewhere: 'own',
    ask: () => ({
      json: { publish: false, rollout: false, expiresAfterHours: 72, loops: [], reason: 'A test' },
    }),
  },
  getControlProposal: overview,
  // Only what would lower it waits for somebody, and this workspace asks for nobody.
  proposeControl: {
    who: ['admin'],
    status: 409,
    elsewhere: 'own',
    ask: () => ({
      json: { publish: false, rollout: false, expiresAfterHours: 72, loops: [], reason: 'A test' },
    }),
  },
  decideControl: {
    who: approvers,
    status: 404,
    elsewhere: 'own',
    ask: () => ({ json: { decision: 'approve', digest: `sha256:${'0'.repeat(64)}` } }),
  },
  listGuardedChanges: overview,
  // In a workspace that asks for nobody, whoever may make such a change makes it.
  proposeGuardedChange: {
    who: ['admin'],
    status: 409,
    elsewhere: 'own',
    ask: () => ({ json: { change: { type: 'policies', revision: 0, policies: [] }, reason: 'A test' } }),
  },
  decideGuardedChange: {
    who: approvers,
    status: 404,
    elsewhere: 'own',
    ask: () => ({ json: { decision: 'approve', digest: `sha256:${'0'.repeat(64)}` } }),
  },
  listProposals: overview,
  proposeVersion: {
    who: builders,
    status: 201,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { loop: await home.aDraft() }, json: { revision: 1, note: '' } }),
  },
  proposeRollout: {
    who: operators,
    status: 201,
    elsewhere: 'not-found',
    ask: (home) => ({ params: { loop: home.loop }, json: { stable: null, canary: null } }),
  },
  getProposal: {
    ...overview,
    elsewhere: 'not-found',
    ask: async (home) => ofProposal(await home.aProposal()),
  },
  // Somebody who may build proposed it, who is none of those who may approve.
  decideProposal: {
    who: approvers,
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => {
      const made = await home.aProposal()
      return { ...ofProposal(made), json: { decision: 'approve', digest: made.digest } }
    },
  },
  withdrawProposal: {
    who: builders,
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => ofProposal(await home.aProposal()),
  },
}
