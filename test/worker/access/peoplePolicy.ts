import { Role } from '../../../shared/api/rights.ts'
import type { RouteName } from '../../../shared/api/routes.ts'
import type { Home } from './home.ts'
import type { Entry } from './publicPolicy.ts'

const deciders: Role[] = ['approver', 'builder', 'operator', 'admin']
const ofApproval = async (home: Home) => ({ params: { approval: (await home.openApproval()).approval } })

/** Who may decide and discuss approvals, and say what they make of runs. */
export const peoplePolicy: Partial<Record<RouteName, Entry>> = {
  listApprovals: { who: Role.options, status: 200, elsewhere: 'own' },
  getApproval: { who: Role.options, status: 200, elsewhere: 'not-found', ask: ofApproval },
  decideApproval: {
    who: deciders,
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => {
      const { run, approval, digest } = await home.openApproval()
      return { params: { run, approval }, json: { decision: 'grant', digest } }
    },
  },
  listApprovalCandidates: {
    who: deciders,
    status: 200,
    elsewhere: 'not-found',
    ask: ofApproval,
  },
  assignApproval: {
    who: deciders,
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => ({ ...(await ofApproval(home)), json: { to: { role: 'admin' } } }),
  },
  commentApproval: {
    who: deciders,
    status: 201,
    elsewhere: 'not-found',
    ask: async (home) => ({ ...(await ofApproval(home)), json: { text: 'A test' } }),
  },
  listReviews: {
    who: Role.options,
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { run: await home.endedRun() } }),
  },
  putReview: {
    who: Role.options.filter((role) => role !== 'viewer'),
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { run: await home.endedRun() }, json: { score: 4 } }),
  },
}
