import * as baselines from '../baselines.ts'
import type { RouteSpec } from './routeSpec.ts'

/** What drift checks compare with. A new version is proposed by one person and approved by another. */
export const baselinesRoutes = {
  listBaselines: {
    method: 'GET',
    path: '/api/loops/:loop/baselines',
    right: 'read',
    says: 'List the versions of the loop’s drift baselines, newest first',
    answer: baselines.BaselineList,
    status: 200,
  },
  proposeBaseline: {
    method: 'POST',
    path: '/api/loops/:loop/baselines',
    right: 'build',
    says: 'Propose a baseline: from what the last runs observed, from given values, or from an earlier version',
    body: baselines.ProposeBaseline,
    answer: baselines.BaselineRecord,
    status: 201,
  },
  getBaselineWindow: {
    method: 'GET',
    path: '/api/loops/:loop/baselines/:name/window',
    right: 'read',
    says: 'What the last runs observed, and whether it has drifted from the approved baseline',
    answer: baselines.BaselineWindow,
    status: 200,
  },
  getBaseline: {
    method: 'GET',
    path: '/api/loops/:loop/baselines/:name/:version',
    right: 'read',
    says: 'A version of a baseline, whole',
    answer: baselines.BaselineRecord,
    status: 200,
  },
  decideBaseline: {
    method: 'POST',
    path: '/api/loops/:loop/baselines/:name/:version/decision',
    right: 'approve',
    says: 'Approve or deny a proposed baseline; never by who proposed it',
    body: baselines.DecideBaseline,
    answer: baselines.BaselineRecord,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
